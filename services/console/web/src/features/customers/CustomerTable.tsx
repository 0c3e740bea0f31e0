import { Button, Grid, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useFormat } from '../../i18n/use-format';
import { DataTable } from '../../parts/DataTable';
import { Empty } from '../../parts/Empty';
import { Fault } from '../../parts/Fault';
import { LateSkeleton } from '../../parts/Loaded';
import { Money } from '../../parts/Money';
import { Term } from '../../parts/Term';
import { TierTag } from '../../parts/TierTag';
import { Since, When } from '../../parts/When';
import { useSegmentNames } from '../../queries/names';
import { besideName, calledOf } from '../../words/called';
import { subjectOf } from '../../words/changes';
import { tierInWords } from '../../words/names';
import { type ListFilter, type Listed, useCustomers } from './queries';

interface TableProps {
  filter: ListFilter;
  onClear: () => void;
  onOrder: (order: ListFilter['order']) => void;
}

export function CustomerTable({ filter, onClear, onOrder }: TableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { md = true } = Grid.useBreakpoint();
  const columns = useColumns(filter, onOrder);
  const customers = useCustomers(filter);
  if (customers.error && !customers.data)
    return <Fault error={customers.error} onRetry={() => void customers.refetch()} />;
  if (!customers.data) return <LateSkeleton rows={10} />;
  const rows = customers.data.pages.flatMap(({ items }) => items);
  const total = customers.data.pages.at(-1)?.total ?? 0;
  if (rows.length === 0) return <Nobody filter={filter} onClear={onClear} />;
  return (
    <>
      <DataTable<Listed>
        size="middle"
        columns={columns}
        dataSource={rows}
        rowKey="customer"
        pagination={false}
        sticky={{ offsetHeader: 56 }}
        scroll={md ? { x: 960 } : {}}
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
        <span className="muted" data-testid="customers-shown">
          {t('customers.shown', { shown: format.number(rows.length), total: format.number(total), count: total })}
        </span>
      </div>
    </>
  );
}

function Nobody({ filter, onClear }: Pick<TableProps, 'filter' | 'onClear'>) {
  const { t } = useTranslation();
  const { query, tier, segment } = filter;
  if (query === '' && (tier !== null || segment !== null))
    return (
      <Empty text={t('customers.noneHere')}>
        <Button onClick={onClear}>{t('customers.clearFilters')}</Button>
      </Empty>
    );
  if (query === '')
    return (
      <Empty text={t('customers.empty')} hint={t('customers.emptyHint')}>
        <Link to="/?data">
          <Button type="primary">{t('data.open')}</Button>
        </Link>
      </Empty>
    );
  return (
    <Empty
      text={t(tier === null && segment === null ? 'customers.nobody' : 'customers.nobodyFiltered', { query })}
      hint={t('customers.nobodyHint')}
    >
      <Button onClick={onClear}>{t('customers.clear')}</Button>
    </Empty>
  );
}

function useColumns({ order }: ListFilter, onOrder: (order: ListFilter['order']) => void): TableColumnsType<Listed> {
  const { t } = useTranslation();
  const format = useFormat();
  const { md = true } = Grid.useBreakpoint();
  const all: (TableColumnsType<Listed>[number] & { phone?: boolean })[] = [
    { title: t('customers.name'), phone: true, ...(md && { width: 248 }), render: (_, one) => <Who one={one} /> },
    {
      title: t('customers.tier'),
      phone: true,
      ...sorting('tier'),
      render: (_, { standing }) => (
        <>
          <TierTag tier={tierOf(standing)} />
          {/* On a phone there is no room for a column of its own. */}
          {!md && <Next standing={standing} />}
        </>
      ),
    },
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
    { title: t('customers.lastSeen'), align: 'right', render: (_, { lastSeen }) => <Since at={lastSeen} /> },
    {
      title: <Term of="nextChange">{t('customers.next')}</Term>,
      width: 216,
      ...sorting('next'),
      render: (_, { standing }) => <Next standing={standing} />,
    },
  ];
  return all.filter(({ phone }) => md || phone === true);

  /** The server orders: what is shown is a part only. */
  function sorting(by: ListFilter['order']): TableColumnsType<Listed>[number] {
    return {
      sorter: true,
      sortDirections: ['ascend'],
      sortOrder: order === by ? 'ascend' : null,
      showSorterTooltip: { title: t(`customers.orderBy.${by}`) },
      onHeaderCell: () => ({ onClick: () => onOrder(by) }),
    };
  }
}

/** When, and what it is. */
function Next({ standing }: { standing: Listed['standing'] }) {
  const { t } = useTranslation();
  const { data: segments } = useSegmentNames();
  const [change] = standing?.changes ?? [];
  if (change === undefined) return <>{t('states.none')}</>;
  const values = {
    to: tierInWords(change.to, t),
    segment: segments[change.subject] ?? change.subject,
  };
  return (
    <>
      <When at={change.at} />
      <div className="muted small">{t(`customers.change.${subjectOf(change)}`, values)}</div>
    </>
  );
}

const tierOf = (standing: Listed['standing']) => standing?.tiers.find(({ scheme }) => scheme === 'value')?.tier;

function Who({ one }: { one: Listed }) {
  const { t } = useTranslation();
  return (
    <>
      <Link to={`/customers/${one.customer}`} onClick={(event) => event.stopPropagation()}>
        {calledOf(one, t)}
      </Link>
      <div className="muted small">{besideName(one, t)}</div>
    </>
  );
}
