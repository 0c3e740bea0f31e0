// The members of a segment with their number, in two orders, and as a file.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Grid, Segmented, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Segment } from '../../../api/types';
import { useFormat } from '../../../i18n/use-format';
import { Card } from '../../../parts/Card';
import { DataTable } from '../../../parts/DataTable';
import { Empty } from '../../../parts/Empty';
import { Fault } from '../../../parts/Fault';
import { Loaded } from '../../../parts/Loaded';
import { Money } from '../../../parts/Money';
import { Stack } from '../../../parts/Stack';
import { TierTag } from '../../../parts/TierTag';
import { When } from '../../../parts/When';
import { besideName, calledOf } from '../../../words/called';
import { ExportButton } from './ExportButton';
import { useMay } from '../../may';
import { type Member, type MemberOrder, takeOffList, useMembers } from '../queries';

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
              <Rows segment={segment} rows={rows} />
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

function Rows({ segment, rows }: { segment: Segment; rows: readonly Member[] }) {
  const { t } = useTranslation();
  const { md = true } = Grid.useBreakpoint();
  const tierOf = ({ standing }: Member) => standing?.tiers.find(({ scheme }) => scheme === 'value')?.tier;
  const endOf = ({ standing }: Member) => standing?.segments.find(({ id }) => id === segment.id)?.until ?? null;
  const mayRemove = useMay('segments:write');
  const client = useQueryClient();
  const removing = useMutation({ mutationFn: (customer: string) => takeOffList(client, segment.id, customer) });
  type Column = TableColumnsType<Member>[number] & { phone?: boolean };
  const until: Column = {
    title: t('segments.until'),
    phone: true,
    render: (_, one) => {
      const at = endOf(one);
      return at === null ? <span className="muted">{t('segments.untilOpen')}</span> : <When at={at} />;
    },
  };
  const removal: Column = {
    title: '',
    phone: true,
    align: 'right',
    render: (_, { customer }) =>
      mayRemove && (
        <Button
          size="small"
          loading={removing.isPending && removing.variables === customer}
          onClick={() => removing.mutate(customer)}
        >
          {t('segments.list.remove')}
        </Button>
      ),
  };
  const columns: Column[] = [
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
    {
      title: t('segments.tier'),
      render: (_, one) => (
        <>
          <TierTag tier={tierOf(one)} />
          {one.standing?.byHand && <div className="muted small">{t('customer.byHand.mark')}</div>}
        </>
      ),
    },
    {
      title: t('segments.expected'),
      align: 'right',
      render: (_, { standing, money }) =>
        standing?.prediction && <Money minor={standing.prediction.expectedRevenue} currency={money.currency} />,
    },
    segment.isList ? removal : until,
  ];
  return (
    <>
      {removing.error !== null && <Fault error={removing.error} />}
      <DataTable<Member>
        size="small"
        columns={columns.filter(({ phone }) => md || phone === true)}
        dataSource={[...rows]}
        rowKey="customer"
        pagination={false}
        scroll={{}}
      />
    </>
  );
}
