import { Button, Grid, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useFormat } from '../format';
import { Empty } from '../parts/Empty';
import { Fault } from '../parts/Fault';
import { LateSkeleton } from '../parts/Loaded';
import { Money } from '../parts/Money';
import { Term } from '../parts/Term';
import { TierTag } from '../parts/TierTag';
import { Since, When } from '../parts/When';
import { type ListFilter, type Listed, useCustomers } from './queries';

interface TableProps {
  filter: ListFilter;
  onClear: () => void;
}

export function CustomerTable({ filter, onClear }: TableProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const columns = useColumns();
  const customers = useCustomers(filter);
  if (customers.error && !customers.data)
    return <Fault error={customers.error} onRetry={() => void customers.refetch()} />;
  if (!customers.data) return <LateSkeleton rows={10} />;
  const rows = customers.data.pages.flatMap(({ items }) => items);
  if (rows.length === 0) return <Nobody filter={filter} onClear={onClear} />;
  return (
    <>
      <Table
        size="middle"
        columns={columns}
        dataSource={rows}
        rowKey="customer"
        pagination={false}
        sticky={{ offsetHeader: 56 }}
        scroll={{ x: 'max-content' }}
        onRow={({ customer }) => ({
          onClick: () => void navigate(`/customers/${customer}`),
          style: { cursor: 'pointer' },
        })}
      />
      <div style={{ display: 'flex', gap: 16, alignItems: 'center', marginTop: 16 }}>
        {customers.hasNextPage && (
          <Button onClick={() => void customers.fetchNextPage()} loading={customers.isFetchingNextPage}>
            {t('states.more')}
          </Button>
        )}
        <span className="muted">{t('customers.shown', { count: rows.length })}</span>
      </div>
    </>
  );
}

function Nobody({ filter, onClear }: TableProps) {
  const { t } = useTranslation();
  const { query, tier, segment } = filter;
  if (query === '' && (tier !== null || segment !== null)) return <Empty text={t('customers.noneHere')} />;
  if (query === '')
    return (
      <Empty text={t('customers.empty')} hint={t('customers.emptyHint')}>
        <Link to="/?data">
          <Button type="primary">{t('data.open')}</Button>
        </Link>
      </Empty>
    );
  return (
    <Empty text={t('customers.nobody', { query })} hint={t('customers.nobodyHint')}>
      <Button onClick={onClear}>{t('customers.clear')}</Button>
    </Empty>
  );
}

function useColumns(): TableColumnsType<Listed> {
  const { t } = useTranslation();
  const format = useFormat();
  const { md = true } = Grid.useBreakpoint();
  const all: (TableColumnsType<Listed>[number] & { phone?: boolean })[] = [
    { title: t('customers.name'), phone: true, render: (_, one) => <Who one={one} /> },
    { title: t('customers.tier'), phone: true, render: (_, { standing }) => <TierTag tier={tierOf(standing)} /> },
    {
      title: <Term of="expected">{t('customers.expected')}</Term>,
      align: 'right',
      render: (_, { standing, money }) =>
        standing && <Money minor={standing.expectedRevenue} currency={money.currency} />,
    },
    {
      title: <Term of="alive">{t('customers.alive')}</Term>,
      align: 'right',
      render: (_, { standing }) => standing && format.percent(standing.pAlive),
    },
    { title: t('customers.orders'), align: 'right', render: (_, { orders }) => format.number(orders) },
    {
      title: t('customers.spent'),
      align: 'right',
      render: (_, { money }) => <Money minor={money.net} currency={money.currency} />,
    },
    { title: t('customers.lastSeen'), render: (_, { lastSeen }) => <Since at={lastSeen} /> },
    {
      title: <Term of="nextChange">{t('customers.next')}</Term>,
      render: (_, { standing }) => (standing?.nextChange ? <When at={standing.nextChange} /> : t('states.none')),
    },
  ];
  return all.filter(({ phone }) => md || phone === true);
}

const tierOf = (standing: Listed['standing']) => standing?.tiers.find(({ scheme }) => scheme === 'value')?.tier;

function Who({ one }: { one: Listed }) {
  const { t } = useTranslation();
  const email = typeof one.traits.email === 'string' ? one.traits.email : one.identities[0];
  return (
    <>
      <Link to={`/customers/${one.customer}`} onClick={(event) => event.stopPropagation()}>
        {one.name ?? t('customers.unnamed')}
      </Link>
      <div className="muted" style={{ fontSize: 12 }}>
        {email}
      </div>
    </>
  );
}
