// A chart with the same data as a table. echarts is fetched with the first chart.
import { type RefObject, useEffect, useRef, useState } from 'react';
import { FONT } from '../theme/theme';
import type { ChartOption, ECharts } from './charts';
import { Figure, type FigureProps } from './Figure';
import { LateSkeleton } from './Loaded';

interface ChartProps<Row extends object> extends FigureProps<Row> {
  /** The text for screen readers. */
  label: string;
  option: ChartOption;
  height?: number;
}

export function Chart<Row extends object>({ label, option, height = 280, ...figure }: ChartProps<Row>) {
  return (
    <Figure<Row> {...figure}>
      <Canvas label={label} option={option} height={height} />
    </Figure>
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
    // Without animation: each refresh would draw the lines anew.
    chart?.setOption({ animation: false, textStyle: { fontFamily: FONT }, ...option }, { notMerge: true });
  }, [chart, option]);
  return (
    <div className="canvas" style={{ height }}>
      <div ref={place} role="img" aria-label={label} style={{ height }} />
      {chart === null && <LateSkeleton rows={6} />}
    </div>
  );
}

/** Null until echarts is loaded. The chart follows the size of its place. */
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
  // Thrown while rendering, since the boundary of the page does not catch errors of effects.
  if (fault !== null) throw fault;
  return chart;
}
