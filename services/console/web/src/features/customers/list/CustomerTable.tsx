import { Button, Grid } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useFormat } from '../../../i18n/use-format';
import { DataTable } from '../../../parts/DataTable';
import { Empty } from '../../../parts/Empty';
import { Fault } from '../../../parts/Fault';
import { LateSkeleton } from '../../../parts/Loaded';
import { useColumns } from './columns';
import { type ListFilter, type Listed, useCustomers } from '../queries';

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
  if (rows.length === 0) return <NoCustomers filter={filter} onClear={onClear} />;
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

function NoCustomers({ filter, onClear }: Pick<TableProps, 'filter' | 'onClear'>) {
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
