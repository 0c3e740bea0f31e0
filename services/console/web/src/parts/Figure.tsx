// A chart with a button that shows the same data as a table. The table is fetched when it is first
// shown.
import { Button, type TableColumnsType } from 'antd';
import { type ReactNode, Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { inPages } from './pages';
import type { DataTable as Table } from './DataTable';
import { LateSkeleton } from './Loaded';

const DataTable = lazy(async () => ({ default: (await import('./DataTable')).DataTable })) as unknown as typeof Table;

export interface FigureProps<Row extends object> {
  columns: TableColumnsType<Row>;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  hint?: ReactNode;
}

export function Figure<Row extends object>({
  columns,
  rows,
  rowKey,
  hint,
  children,
}: FigureProps<Row> & { children: ReactNode }) {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className="chart">
      <figcaption>
        <span className="muted">{hint}</span>
        <Button type="text" size="small" onClick={() => setAsTable(!asTable)}>
          {t(asTable ? 'states.chart' : 'states.table')}
        </Button>
      </figcaption>
      {asTable ? (
        <Suspense fallback={<LateSkeleton rows={rows.length} />}>
          <DataTable
            size="small"
            columns={columns}
            dataSource={[...rows]}
            rowKey={rowKey}
            pagination={inPages(rows.length, 12)}
          />
        </Suspense>
      ) : (
        children
      )}
    </figure>
  );
}
