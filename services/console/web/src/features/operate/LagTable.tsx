import { useTranslation } from 'react-i18next';
import type { Health } from '../../api/types';
import { useFormat } from '../../i18n/use-format';
import { DataTable } from '../../parts/DataTable';
import { serviceInWords, topicInWords } from '../../words/names';

export function LagTable({ health }: { health: Health }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = health.services.flatMap(({ service, status }) =>
    (status?.lag ?? []).map((lag) => ({ ...lag, service })),
  );
  return (
    <DataTable
      size="small"
      pagination={false}
      dataSource={rows}
      rowKey={({ service, topic }) => `${service}/${topic}`}
      columns={[
        { title: t('operate.topic'), render: (_, { topic }) => topicInWords(topic, t) },
        { title: t('operate.reader'), render: (_, { service }) => serviceInWords(service, t) },
        { title: t('operate.unread'), align: 'right', render: (_, { unread }) => format.number(unread) },
      ]}
    />
  );
}
