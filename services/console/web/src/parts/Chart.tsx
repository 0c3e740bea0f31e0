// A chart and the same data as a table, one press apart. What draws charts is fetched with the first chart there is to draw.
import { Button, type TableColumnsType } from 'antd';
import { DataTable } from './DataTable';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FONT } from '../theme/theme';
import type { ChartOption, ECharts } from './charts';
import { LateSkeleton } from './Loaded';

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
        <DataTable
          size="small"
          columns={columns}
          dataSource={[...rows]}
          rowKey={rowKey}
          pagination={rows.length > 12 ? { pageSize: 12, size: 'small', showSizeChanger: false } : false}
        />
      ) : (
        <Canvas label={label} option={option} height={height} />
      )}
    </figure>
  );
}

interface CanvasProps {
  label: string;
  option: ChartOption;
  height: number;
}

function Canvas({ label, option, height }: CanvasProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useChart(place);
  useEffect(() => {
    chart?.setOption({ textStyle: { fontFamily: FONT }, ...option }, { notMerge: true });
  }, [chart, option]);
  return (
    <div className="canvas" style={{ height }}>
      <div ref={place} role="img" aria-label={label} style={{ height }} />
      {chart === null && <LateSkeleton rows={6} />}
    </div>
  );
}

/** Null until what draws is there. It follows the size of its place. */
function useChart(place: RefObject<HTMLDivElement | null>): ECharts | null {
  const [chart, setChart] = useState<ECharts | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  useEffect(() => {
    let made: ECharts | null = null;
    let gone = false;
    const watcher = new ResizeObserver(() => made?.resize());
    const draw = async () => {
      const { init } = await import('./charts');
      if (gone || place.current === null) return;
      made = init(place.current);
      watcher.observe(place.current);
      setChart(made);
    };
    draw().catch(setFault);
    return () => {
      gone = true;
      watcher.disconnect();
      made?.dispose();
    };
  }, [place]);
  // For the page's boundary, which an effect does not reach.
  if (fault !== null) throw fault;
  return chart;
}
