import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Health } from '../../api/types';
import { useFormat } from '../../i18n/use-format';
import { DataTable } from '../../parts/DataTable';
import { serviceInWords } from '../../words/names';

export function Instances({ health }: { health: Health }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <DataTable
      size="small"
      pagination={false}
      dataSource={health.services}
      rowKey="service"
      columns={[
        { title: t('operate.service'), render: (_, { service }) => serviceInWords(service, t) },
        {
          title: t('operate.state'),
          render: (_, { down, status }) => (
            <Tag {...(!status?.ready && { color: 'error' })}>
              {down
                ? `✕ ${t('operate.unreachable')}`
                : status?.ready
                  ? `✓ ${t('operate.ready')}`
                  : `✕ ${t('operate.unready')}`}
            </Tag>
          ),
        },
        { title: t('operate.instance'), render: (_, { status }) => <span className="mono">{status?.instance}</span> },
        { title: t('operate.up'), render: (_, { status }) => status && format.span(status.uptimeSeconds * 1000) },
        {
          title: t('operate.clock'),
          render: (_, { status }) =>
            status?.time && <span title={format.exactly(status.time.now)}>{format.dateTime(status.time.now)}</span>,
        },
      ]}
    />
  );
}
