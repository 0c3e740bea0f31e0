// A chart and the same data as a table, one press apart.
import { Button, Table, type TableColumnsType } from 'antd';
import { type CSSProperties, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FONT } from '../theme/theme';
import { type ChartOption, type ECharts, init } from './charts';

interface ChartProps<Row extends object> {
  /** For who cannot see it. */
  label: string;
  option: ChartOption;
  height?: number;
  columns: TableColumnsType<Row>;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  hint?: ReactNode;
}

export function Chart<Row extends object>({
  label,
  option,
  height = 280,
  columns,
  rows,
  rowKey,
  hint,
}: ChartProps<Row>) {
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
        <Table
          size="small"
          columns={columns}
          dataSource={[...rows]}
          rowKey={rowKey}
          pagination={rows.length > 12 ? { pageSize: 12, size: 'small', showSizeChanger: false } : false}
          scroll={{ x: 'max-content' }}
        />
      ) : (
        <Canvas label={label} option={option} style={{ height }} />
      )}
    </figure>
  );
}

function Canvas({ label, option, style }: { label: string; option: ChartOption; style: CSSProperties }) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const made = init(element);
    chart.current = made;
    const watcher = new ResizeObserver(() => made.resize());
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      made.dispose();
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption({ textStyle: { fontFamily: FONT }, ...option }, { notMerge: true });
  }, [option]);
  return <div ref={place} role="img" aria-label={label} style={style} />;
}
