// The options of echarts for the chart of one customer's value. Pure.
import type { TFunction } from 'i18next';
import type { Curve } from '../../api/types';
import type { ChartOption } from '../../parts/charts';
import { accentOf } from '../../theme/accent';
import { tierColour } from '../../theme/tiers';
import type { Format } from '../../words/format';
import { tierInWords } from '../../words/names';
import { type Crossing, bandsOf, expectedAt } from './next-crossing';

interface Drawing {
  curve: Curve;
  crossing: Crossing | null;
  currency: string;
  dark: boolean;
  t: TFunction;
  format: Format;
}

const DAY_MS = 86_400_000;

export function curveOption(drawing: Drawing): ChartOption {
  const { curve, currency, dark, t, format } = drawing;
  const ink = dark ? '#94a3b8' : '#475569';
  const alive = dark ? '#f0abfc' : '#a21caf';
  const line = { color: dark ? '#1e2a31' : '#e2e8f0' };
  const at = (instant: string) => Date.parse(instant);
  const names = { expected: t('customer.expected'), alive: t('customer.alive') };
  const common = { type: 'line', showSymbol: false };
  return {
    grid: { left: 64, right: 56, top: 40, bottom: 32 },
    legend: { top: 0, left: 0, textStyle: { color: ink }, itemHeight: 2, icon: 'rect' },
    tooltip: { trigger: 'axis', formatter: tipOf(drawing) },
    xAxis: {
      type: 'time',
      minInterval: 30 * DAY_MS,
      axisLabel: { color: ink, formatter: (value: number) => format.month(value), hideOverlap: true },
      axisLine: { lineStyle: line },
      splitLine: { show: false },
    },
    yAxis: [
      {
        type: 'value',
        min: 0,
        axisLabel: { color: ink, formatter: (value: number) => format.moneyShort(value, currency) },
        splitLine: { lineStyle: line },
      },
      {
        type: 'value',
        min: 0,
        max: 1,
        interval: 0.25,
        axisLabel: { color: ink, formatter: (value: number) => format.percent(value) },
        splitLine: { show: false },
      },
    ],
    series: [
      {
        ...common,
        name: names.expected,
        data: curve.points.map((point) => [at(point.at), point.expectedRevenue]),
        lineStyle: { color: accentOf(dark), width: 2.5 },
        itemStyle: { color: accentOf(dark) },
        markArea: { silent: true, data: bandsOf(curve.points).map((band) => areaOf(band, drawing)) },
        markLine: {
          silent: true,
          symbol: 'none',
          lineStyle: { color: ink, type: 'dashed' },
          label: {
            formatter: t('customer.now'),
            color: ink,
            position: 'insideStartTop',
            rotate: 0,
            align: 'left',
            offset: [6, 0],
          },
          data: [{ xAxis: at(curve.now) }],
        },
      },
      {
        ...common,
        name: names.alive,
        yAxisIndex: 1,
        data: curve.points.map((point) => [at(point.at), point.pAlive]),
        lineStyle: { color: alive, width: 1.5, type: [4, 3] },
        itemStyle: { color: alive },
      },
      ...dotOf(drawing),
    ],
  };
}

/** The band of a tier behind the lines, with its name where there is room. */
function areaOf({ tier, from, to }: { tier: string; from: number; to: number }, { curve, dark, t }: Drawing) {
  const first = Date.parse(curve.points[0]?.at ?? curve.now);
  const last = Date.parse(curve.points.at(-1)?.at ?? curve.now);
  const wide = (to - from) / (last - first) > 0.12;
  return [
    {
      xAxis: from,
      itemStyle: { color: tierColour(tier, dark), opacity: dark ? 0.16 : 0.14 },
      label: {
        show: wide,
        formatter: tierInWords(tier, t),
        color: dark ? '#cbd5e1' : '#334155',
        position: 'insideTop',
        fontSize: 12,
      },
    },
    { xAxis: to },
  ];
}

function dotOf({ curve, crossing, dark, t, format }: Drawing): object[] {
  if (crossing === null) return [];
  const { at, from, to } = crossing;
  const said = t('customer.crossing', { from: tierInWords(from, t), to: tierInWords(to, t), when: format.date(at) });
  return [
    {
      type: 'scatter',
      data: [[at, expectedAt(curve.points, at)]],
      symbolSize: 12,
      z: 10,
      itemStyle: { color: tierColour(to, dark), borderColor: dark ? '#fff' : '#0f172a', borderWidth: 2 },
      label: {
        show: true,
        formatter: said,
        ...placeOf(at, curve),
        distance: 14,
        color: dark ? '#e2e8f0' : '#0f172a',
        backgroundColor: dark ? '#18242a' : '#ffffff',
        borderColor: dark ? '#334155' : '#cbd5e1',
        borderWidth: 1,
        borderRadius: 4,
        padding: [4, 8],
      },
      tooltip: { show: false },
    },
  ];
}

/** The label is below the dot, where the falling line leaves room, and inside the chart. */
function placeOf(at: number, { points, now }: Curve): object {
  const [first, last] = [Date.parse(points[0]?.at ?? now), Date.parse(points.at(-1)?.at ?? now)];
  const isLate = (at - first) / (last - first) > 0.75;
  return { position: 'bottom', offset: [isLate ? -72 : 0, 0] };
}

function tipOf({ curve, currency, t, format }: Drawing) {
  return (series: { dataIndex: number; seriesType: string }[]): string => {
    const point = curve.points[series.find(({ seriesType }) => seriesType === 'line')?.dataIndex ?? -1];
    if (point === undefined) return '';
    return [
      `<b>${format.date(point.at)}</b>`,
      `${t('customer.expected')}: ${format.money(point.expectedRevenue, currency)}`,
      `${t('customer.alive')}: ${format.percent(point.pAlive)}`,
      `${t('customer.net')}: ${format.money(point.netMargin, currency)}`,
      `${t('customers.tier')}: ${tierInWords(point.tier, t)}`,
    ].join('<br>');
  };
}
