// The settings of a source: its name, its limit, when orders count, and whether it is on.
import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Popconfirm, Radio, message } from 'antd';
import { useTranslation } from 'react-i18next';
import { $api } from '../../api/client';
import type { Source } from '../../api/types';
import { Fault } from '../../parts/Fault';
import { Stack } from '../../parts/Stack';
import { refresh } from '../../queries/refresh';

const MOST_PER_SECOND = 100_000;

interface Changes {
  name: string;
  eventsPerSecond: number | null;
  countUnpaid?: boolean;
}

export function SourceSettings({ source }: { source: Source }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [toast, holder] = message.useMessage();
  const params = { path: { id: source.id } };
  const change = $api.useMutation('patch', '/api/sources/{id}', {
    onSuccess: () => {
      void toast.success(t('connect.saved'));
      void refresh(queries, '/api/sources');
    },
  });
  const { name, eventsPerSecond, countUnpaid, disabled, webhook } = source;
  const countsOrders = webhook === 'shopify' || webhook === 'woocommerce';
  return (
    <>
      {holder}
      <Form<Changes>
        layout="vertical"
        requiredMark={false}
        initialValues={{ name, eventsPerSecond, countUnpaid }}
        onFinish={(body) => change.mutate({ params, body })}
      >
        <Form.Item name="name" label={t('connect.name')} rules={[{ required: true, max: 100 }]}>
          <Input />
        </Form.Item>
        <Form.Item name="eventsPerSecond" label={t('connect.limit')}>
          <InputNumber min={1} max={MOST_PER_SECOND} placeholder={t('connect.limitDefault')} style={{ width: 220 }} />
        </Form.Item>
        {countsOrders && (
          <Form.Item name="countUnpaid" label={t('connect.ask.counts')}>
            <Radio.Group
              options={[
                { value: false, label: t('connect.ask.paid') },
                { value: true, label: t('connect.ask.placed') },
              ]}
            />
          </Form.Item>
        )}
        {change.error && <Fault error={change.error} />}
        <Stack row>
          <Button htmlType="submit" type="primary" loading={change.isPending}>
            {t('connect.save')}
          </Button>
          {disabled ? (
            <Button onClick={() => change.mutate({ params, body: { disabled: false } })}>{t('connect.enable')}</Button>
          ) : (
            <Popconfirm
              title={t('connect.disableAsk')}
              okText={t('connect.disable')}
              onConfirm={() => change.mutate({ params, body: { disabled: true } })}
            >
              <Button danger>{t('connect.disable')}</Button>
            </Popconfirm>
          )}
        </Stack>
      </Form>
    </>
  );
}
