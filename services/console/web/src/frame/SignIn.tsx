import { Button, Card, Layout, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch } from './LanguageSwitch';

/** For who has no session: where the link is to be had. */
export function SignIn() {
  const { t } = useTranslation();
  const used = new URLSearchParams(location.search).has('link');
  return (
    <Layout style={{ minHeight: '100vh', placeItems: 'center', justifyContent: 'center', padding: 16 }}>
      <Card style={{ maxWidth: 480, margin: '0 auto' }}>
        <Typography.Title level={1} style={{ fontSize: 24, marginTop: 0 }}>
          {t('signIn.title')}
        </Typography.Title>
        {used && <Typography.Paragraph>{t('signIn.used')}</Typography.Paragraph>}
        <Typography.Paragraph>{t('signIn.how')}</Typography.Paragraph>
        <pre className="mono">Open {location.origin}/start/…</pre>
        <div style={{ display: 'flex', justifyContent: 'space-between' }}>
          <Button type="primary" onClick={() => location.assign('/')}>
            {t('signIn.again')}
          </Button>
          <LanguageSwitch />
        </div>
      </Card>
    </Layout>
  );
}
