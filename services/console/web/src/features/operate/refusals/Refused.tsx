// Events that ingestion refused: event, customer, reason.
import { Button } from 'antd';
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusedEvent } from '../../../api/types';
import { DataTable } from '../../../parts/DataTable';
import { Empty } from '../../../parts/Empty';
import { useEver } from '../../../parts/ever';
import { Loaded } from '../../../parts/Loaded';
import { inPages } from '../../../parts/pages';
import { SinceByWall } from '../../../parts/When';
import { useRefused } from '../../../queries/operations';
import { faultInWords } from './fault-words';

const RefusedDrawer = lazy(async () => ({ default: (await import('./RefusedDrawer')).RefusedDrawer }));

export function Refused() {
  const { t } = useTranslation();
  return (
    <Loaded query={useRefused()}>
      {({ items }) => (items.length === 0 ? <Empty text={t('operate.refusedEmpty')} /> : <Rows rows={items} />)}
    </Loaded>
  );
}

function Rows({ rows }: { rows: readonly RefusedEvent[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<number | null>(null);
  const wasOpen = useEver(open !== null);
  return (
    <>
      <DataTable
        size="small"
        pagination={inPages(rows.length, 8)}
        dataSource={[...rows]}
        rowKey="id"
        columns={[
          { title: t('operate.refusedWhen'), render: (_, { receivedAt }) => <SinceByWall at={receivedAt} /> },
          {
            title: t('operate.refusedEvent'),
            render: (_, { name }) => <span className="mono">{name ?? t('states.none')}</span>,
          },
          {
            title: t('operate.refusedPerson'),
            render: (_, { person }) => (
              <span className="mono">{person?.replace(/^[^:]*:/, '') ?? t('states.none')}</span>
            ),
          },
          {
            title: t('operate.refusedWhy'),
            render: (_, { code, path, message }) => (
              <>
                {faultInWords({ code }, message, t)}{' '}
                <span className="mono muted">{path.replace(/^batch\.\d+\.?/, '')}</span>
              </>
            ),
          },
          {
            align: 'right',
            render: (_, { id }) => <Button onClick={() => setOpen(id)}>{t('operate.refusedLook')}</Button>,
          },
        ]}
      />
      <Suspense fallback={null}>{wasOpen && <RefusedDrawer id={open} onClose={() => setOpen(null)} />}</Suspense>
    </>
  );
}
