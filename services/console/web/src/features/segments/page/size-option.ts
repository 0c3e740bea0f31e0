// The options of echarts for the size of a segment over time. Pure.
import type { TFunction } from 'i18next';
import type { SegmentDay } from '../../../api/types';
import type { ChartOption } from '../../../parts/charts';
import { accentOf } from '../../../theme/accent';
import type { Format } from '../../../words/format';

interface Drawing {
  days: readonly SegmentDay[];
  dark: boolean;
  t: TFunction;
  format: Format;
}

export function sizeOption({ days, dark, t, format }: Drawing): ChartOption {
  const ink = dark ? '#94a3b8' : '#475569';
  const line = { color: dark ? '#1e2a31' : '#e2e8f0' };
  const axis = {
    type: 'value',
    minInterval: 1,
    axisLabel: { color: ink, formatter: amount },
    splitLine: { lineStyle: line },
  };
  return {
    grid: { left: 56, right: 56, top: 40, bottom: 32 },
    legend: { top: 0, left: 0, textStyle: { color: ink }, itemHeight: 8, icon: 'rect' },
    tooltip: { trigger: 'axis', formatter: tip },
    xAxis: {
      type: 'category',
      data: days.map(({ day }) => day),
      axisLabel: { color: ink, formatter: (day: string) => format.day(day), hideOverlap: true },
      axisLine: { lineStyle: line, onZero: true },
    },
    yAxis: [
      { ...axis, min: 0 },
      { ...axis, splitLine: { show: false } },
    ],
    series: [
      {
        ...{
          type: 'line',
          step: 'end',
          name: t('segments.size'),
          data: days.map(({ counted, size }) => (counted ? size : null)),
        },
        ...{ showSymbol: days.length < 3, lineStyle: { color: accentOf(dark), width: 2.5 } },
        itemStyle: { color: accentOf(dark) },
      },
      {
        ...{ type: 'line', step: 'end', name: t('segments.workedOut'), data: workedOut(days) },
        ...{ showSymbol: false, lineStyle: { color: accentOf(dark), width: 1.5, type: [4, 3] } },
        itemStyle: { color: accentOf(dark) },
      },
      bars(
        t('segments.entered'),
        days.map(({ entered }) => entered),
        dark ? '#3db5a5' : '#2a9d8f',
      ),
      bars(
        t('segments.left'),
        days.map(({ left }) => -left),
        dark ? '#e08a6d' : '#c2573a',
      ),
    ],
  };

  function amount(value: number): string {
    return format.number(Math.abs(value));
  }

  function tip(series: { dataIndex: number }[]): string {
    const day = days[series[0]?.dataIndex ?? -1];
    if (day === undefined) return '';
    return [
      `<b>${format.date(day.day)}</b>`,
      `${t('segments.size')}: ${format.number(day.size)}`,
      `${t('segments.entered')}: ${format.number(day.entered)}`,
      `${t('segments.left')}: ${format.number(day.left)}`,
    ].join('<br>');
  }
}

/** The sizes that were not counted, and those beside them, which the line leads to. */
const workedOut = (days: readonly SegmentDay[]): (number | null)[] =>
  days.map(({ counted, size }, place) => (counted && (days[place - 1]?.counted ?? true) ? null : size));

const bars = (name: string, data: readonly number[], color: string) => ({
  ...{ type: 'bar', name, data, yAxisIndex: 1, stack: 'moves', barMaxWidth: 12 },
  itemStyle: { color },
});
