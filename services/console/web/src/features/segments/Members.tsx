// The members of a segment with their number, in two orders, and as a file.
import { Button, Grid, Segmented, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Segment } from '../../api/types';
import { useFormat } from '../../i18n/use-format';
import { Card } from '../../parts/Card';
import { DataTable } from '../../parts/DataTable';
import { Empty } from '../../parts/Empty';
import { Loaded } from '../../parts/Loaded';
import { Money } from '../../parts/Money';
import { Stack } from '../../parts/Stack';
import { TierTag } from '../../parts/TierTag';
import { When } from '../../parts/When';
import { besideName, calledOf } from '../../words/called';
import { ExportButton } from './ExportButton';
import { type Member, type MemberOrder, useMembers } from './queries';

const ORDERS: readonly MemberOrder[] = ['next', 'tier'];

export function Members({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [order, setOrder] = useState<MemberOrder>('next');
  const members = useMembers(segment.id, order);
  const total = members.data?.pages.at(-1)?.total ?? 0;
  return (
    <Card title={t('segments.members')} extra={total > 0 && <ExportButton segment={segment} total={total} />}>
      <Loaded query={members} rows={10}>
        {({ pages }) => {
          const rows = pages.flatMap(({ items }) => items);
          if (rows.length === 0) return <Empty text={t('segments.membersEmpty')} />;
          return (
            <Stack gap={16}>
              <Segmented
                className="scroll-x"
                value={order}
                onChange={setOrder}
                options={ORDERS.map((one) => ({ value: one, label: t(`segments.order.${one}`) }))}
              />
              <Rows segment={segment.id} rows={rows} />
              <Stack row gap={16}>
                {members.hasNextPage && (
                  <Button onClick={() => void members.fetchNextPage()} loading={members.isFetchingNextPage}>
                    {t('states.more')}
                  </Button>
                )}
                <span className="muted" data-testid="members-shown">
                  {t('segments.membersShown', {
                    shown: format.number(rows.length),
                    total: format.number(total),
                    count: total,
                  })}
                </span>
              </Stack>
            </Stack>
          );
        }}
      </Loaded>
    </Card>
  );
}

function Rows({ segment, rows }: { segment: string; rows: readonly Member[] }) {
  const { t } = useTranslation();
  const { md = true } = Grid.useBreakpoint();
  const tierOf = ({ standing }: Member) => standing?.tiers.find(({ scheme }) => scheme === 'value')?.tier;
  const until = ({ standing }: Member) => standing?.segments.find(({ id }) => id === segment)?.until ?? null;
  const columns: (TableColumnsType<Member>[number] & { phone?: boolean })[] = [
    {
      title: t('segments.member'),
      phone: true,
      render: (_, one) => (
        <>
          <Link to={`/customers/${one.customer}`}>{calledOf(one, t)}</Link>
          <div className="muted small">{besideName(one, t)}</div>
        </>
      ),
    },
    { title: t('segments.tier'), render: (_, one) => <TierTag tier={tierOf(one)} /> },
    {
      title: t('segments.expected'),
      align: 'right',
      render: (_, { standing, money }) =>
        standing && <Money minor={standing.expectedRevenue} currency={money.currency} />,
    },
    {
      title: t('segments.until'),
      phone: true,
      render: (_, one) => {
        const at = until(one);
        return at === null ? <span className="muted">{t('segments.untilOpen')}</span> : <When at={at} />;
      },
    },
  ];
  return (
    <DataTable<Member>
      size="small"
      columns={columns.filter(({ phone }) => md || phone === true)}
      dataSource={[...rows]}
      rowKey="customer"
      pagination={false}
      scroll={{}}
    />
  );
}
