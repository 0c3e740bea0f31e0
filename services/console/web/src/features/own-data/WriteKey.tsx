// Makes a write key, and shows the commands that use it.
import { Alert, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { $api } from '../../api/client';
import { Fault } from '../../parts/Fault';
import { tick } from '../first-steps/steps';
import { Command } from './Command';
import { byHttp, byNodeSdk } from './commands';

export function WriteKey() {
  const { t } = useTranslation();
  const make = $api.useMutation('post', '/api/sources', { onSuccess: () => tick('data') });
  if (make.data) return <Snippets writeKey={make.data.writeKey ?? ''} />;
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      initialValues={{ name: t('data.source') }}
      onFinish={({ name }: { name: string }) => make.mutate({ body: { name, kind: 'server' } })}
      style={{ marginTop: 8 }}
    >
      <Form.Item name="name" label={t('data.sourceName')} rules={[{ required: true, max: 100 }]}>
        <Input />
      </Form.Item>
      {make.error && <Fault error={make.error} />}
      <Button htmlType="submit" type="primary" loading={make.isPending}>
        {t('data.make')}
      </Button>
    </Form>
  );
}

function Snippets({ writeKey }: { writeKey: string }) {
  const { t } = useTranslation();
  return (
    <>
      <Alert type="warning" showIcon title={t('data.once')} style={{ margin: '8px 0' }} />
      <Command text={writeKey} />
      <p>{t('data.byHttp')}</p>
      <Command text={byHttp(location.origin, writeKey)} />
      <p>{t('data.bySdk')}</p>
      <Command text={byNodeSdk(location.origin, writeKey)} />
    </>
  );
}
