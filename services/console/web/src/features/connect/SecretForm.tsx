// Takes the secret that another system shows.
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { $api } from '../../api/client';
import { ApiFault } from '../../api/session';
import type { Source } from '../../api/types';
import { Fault } from '../../parts/Fault';
import { Stack } from '../../parts/Stack';
import { refresh } from '../../queries/refresh';
import { kindOf } from './kinds';

export function SecretForm({ source }: { source: Source }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [form] = Form.useForm<{ secret: string }>();
  const add = $api.useMutation('post', '/api/sources/{id}/signing-keys', {
    onSuccess: () => {
      form.resetFields();
      void refresh(queries, '/api/sources');
    },
  });
  const system = t(`connect.kinds.${kindOf(source)}`);
  const isWrong = add.error instanceof ApiFault && add.error.status === 400;
  return (
    <Stack>
      <Form
        form={form}
        layout="inline"
        onFinish={({ secret }) => add.mutate({ params: { path: { id: source.id } }, body: { secret: secret.trim() } })}
      >
        <Form.Item name="secret" style={{ flex: 1, minWidth: 200 }} rules={[{ required: true, message: '' }]}>
          <Input.Password
            aria-label={t('connect.secret')}
            autoComplete="off"
            placeholder={t('connect.secretPlaceholder', { system })}
          />
        </Form.Item>
        <Button htmlType="submit" type="primary" loading={add.isPending}>
          {t('connect.pasteSecret')}
        </Button>
      </Form>
      {isWrong && <Alert type="error" showIcon title={t('connect.secretWrong', { system })} />}
      {add.error && !isWrong && <Fault error={add.error} />}
    </Stack>
  );
}
