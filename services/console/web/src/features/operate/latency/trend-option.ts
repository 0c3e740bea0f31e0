// The options of echarts for latency over time. Pure.
import type { TFunction } from 'i18next';
import type { ChartOption } from '../../../parts/charts';
import type { Format } from '../../../words/format';
import { aimLine } from './aim-line';
import { AIM_MS, type Reading, STAGES } from './latency';

interface Drawing {
  readings: readonly Reading[];
  dark: boolean;
  t: TFunction;
  format: Format;
}

/** The axis covers at least this time, milliseconds, so that the first minutes do not jump. */
const LEAST_MS = 5 * 60_000;
const LIGHT = ['#6d28d9', '#0369a1', '#b45309', '#be185d'];
const DARK = ['#c4b5fd', '#7dd3fc', '#fcd34d', '#f9a8d4'];
const SYMBOLS = ['circle', 'rect', 'diamond', 'triangle'];

export function trendOption({ readings, dark, t, format }: Drawing): ChartOption {
  const ink = dark ? '#94a3b8' : '#475569';
  const line = { color: dark ? '#1e2a31' : '#e2e8f0' };
  const [first, last] = [readings[0]?.at ?? 0, readings.at(-1)?.at ?? 0];
  const largest = Math.max(AIM_MS, ...readings.flatMap(({ p95 }) => Object.values(p95)));
  return {
    grid: { left: 72, right: 88, top: 40, bottom: 32 },
    legend: { top: 0, left: 0, textStyle: { color: ink } },
    tooltip: { trigger: 'axis', formatter: tipOf({ readings, t, format }) },
    xAxis: {
      type: 'time',
      min: Math.min(first, last - LEAST_MS),
      max: last,
      axisLabel: { color: ink, formatter: (at: number) => format.minute(at), hideOverlap: true },
      axisLine: { lineStyle: line },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'log',
      min: 1,
      max: 10 ** Math.ceil(Math.log10(largest + 1)),
      axisLabel: { color: ink, formatter: (ms: number) => format.milliseconds(ms) },
      splitLine: { lineStyle: line },
    },
    series: STAGES.map((stage, place) => ({
      type: 'line',
      name: t(`operate.stage.${stage}`),
      symbol: SYMBOLS[place],
      symbolSize: 6,
      // Symbols would cover a long line.
      showSymbol: readings.length < 20,
      // A logarithmic axis has no zero. A reading without the stage leaves a gap.
      data: readings.map(({ at, p95: { [stage]: ms } }) => [at, ms === undefined ? null : Math.max(1, ms)]),
      lineStyle: { width: 2 },
      itemStyle: { color: (dark ? DARK : LIGHT)[place] },
      endLabel: { show: true, color: ink, formatter: t(`operate.stage.${stage}`) },
      labelLayout: { moveOverlap: 'shiftY' },
      ...(place === 0 && {
        markLine: aimLine({ axis: 'yAxis', position: 'insideStartTop', ink, t, format }),
      }),
    })),
  };
}

function tipOf({ readings, t, format }: Omit<Drawing, 'dark'>) {
  return ([point]: readonly { dataIndex: number }[]): string => {
    const reading = readings[point?.dataIndex ?? -1];
    if (reading === undefined) return '';
    const lines = STAGES.flatMap((stage) => {
      const ms = reading.p95[stage];
      return ms === undefined ? [] : [`${t(`operate.stage.${stage}`)}: ${format.milliseconds(ms)}`];
    });
    return [`<b>${format.time(reading.at)}</b>`, ...lines].join('<br>');
  };
}
