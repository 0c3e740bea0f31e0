import { Button, Layout } from 'antd';
import { useTranslation } from 'react-i18next';
import { Card } from '../parts/Card';
import { LanguageSwitch } from './LanguageSwitch';

/** The page for visitors without a session: where to find the one-time link. */
export function SignIn() {
  const { t } = useTranslation();
  const used = new URLSearchParams(location.search).has('link');
  return (
    <Layout className="sign-in">
      <Card>
        <h1>{t('signIn.title')}</h1>
        {used && <p>{t('signIn.used')}</p>}
        <p>{t('signIn.how')}</p>
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
