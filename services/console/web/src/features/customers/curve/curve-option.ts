// The options of echarts for the chart of one customer's value. Pure.
import type { ChartOption } from '../../../parts/charts';
import { accentOf } from '../../../theme/accent';
import { tierInWords } from '../../../words/names';
import { bandsOf } from './next-crossing';
import { type Drawing, areaOf, dotOf } from './curve-marks';

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
