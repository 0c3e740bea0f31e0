// Events per minute over the last hour, by source, and the options of echarts for them. Pure.
import type { TFunction } from 'i18next';
import type { SourceActivity } from '../../api/types';
import type { ChartOption } from '../../parts/charts';
import type { Format } from '../../words/format';

export interface Minute {
  /** Start of the minute, UTC milliseconds. */
  at: number;
  /** Events taken, by source, in the order of the sources. */
  taken: readonly number[];
  refused: number;
}

export interface Minutes {
  /** Names of the sources; the last one may stand for several. */
  sources: readonly string[];
  rows: readonly Minute[];
}

const MINUTE_MS = 60_000;
const SHOWN = 60;
/** Further sources are shown as one. */
const MOST_SOURCES = 5;

/** Returns the minutes of the last hour, those without events included. */
export function minutesOf(
  activity: readonly SourceActivity[],
  nameOf: (source: string) => string,
  others: string,
  now: number,
): Minutes {
  const last = now - (now % MINUTE_MS);
  const active = activity.filter(({ minutes }) => minutes.some(({ taken, refused }) => taken + refused > 0));
  const busiest = [...active].sort((a, b) => b.taken - a.taken);
  const [own, rest] = [busiest.slice(0, MOST_SOURCES), busiest.slice(MOST_SOURCES)];
  const groups = [...own.map((one) => [one]), ...(rest.length > 0 ? [rest] : [])];
  const rows = Array.from({ length: SHOWN }, (_, place) => last - (SHOWN - 1 - place) * MINUTE_MS).map((at) => ({
    at,
    taken: groups.map((group) => sumAt(group, at, 'taken')),
    refused: sumAt(active, at, 'refused'),
  }));
  return { sources: [...own.map(({ source }) => nameOf(source)), ...(rest.length > 0 ? [others] : [])], rows };
}

function sumAt(group: readonly SourceActivity[], at: number, what: 'taken' | 'refused'): number {
  return group
    .flatMap(({ minutes }) => minutes)
    .filter((minute) => Date.parse(minute.at) === at)
    .reduce((sum, minute) => sum + minute[what], 0);
}

const LIGHT = ['#0b5563', '#2a9d8f', '#6d28d9', '#b45309', '#0369a1', '#64748b'];
const DARK = ['#a5f3e4', '#3db5a5', '#c4b5fd', '#fcd34d', '#7dd3fc', '#94a3b8'];
const REFUSED = { light: '#b91c1c', dark: '#f87171' };

export function minutesOption(
  { sources, rows }: Minutes,
  { dark, t, format }: { dark: boolean; t: TFunction; format: Format },
): ChartOption {
  const ink = dark ? '#94a3b8' : '#475569';
  const line = { color: dark ? '#1e2a31' : '#e2e8f0' };
  return {
    grid: { left: 56, right: 16, top: 40, bottom: 32 },
    legend: { top: 0, left: 0, textStyle: { color: ink }, itemHeight: 8, icon: 'rect' },
    tooltip: { trigger: 'axis' },
    xAxis: {
      ...{ type: 'category', data: rows.map(({ at }) => format.minute(at)), axisLine: { lineStyle: line } },
      axisLabel: { color: ink, hideOverlap: true },
    },
    yAxis: { type: 'value', minInterval: 1, axisLabel: { color: ink }, splitLine: { lineStyle: line } },
    series: [
      ...sources.map((name, place) => ({
        ...{ type: 'bar', stack: 'taken', name, data: rows.map(({ taken }) => taken[place] ?? 0) },
        itemStyle: { color: (dark ? DARK : LIGHT)[place] },
      })),
      {
        ...{ type: 'bar', name: t('connect.refused'), data: rows.map(({ refused }) => refused) },
        itemStyle: { color: dark ? REFUSED.dark : REFUSED.light, decal: { symbol: 'rect', dashArrayX: [1, 0] } },
      },
    ],
  };
}
