// What the chart of a customer's value shows beside its lines: bands of tiers, and the next change.
// Pure.
import type { TFunction } from 'i18next';
import type { Curve } from '../../../api/types';
import { tierColour } from '../../../theme/tiers';
import type { Format } from '../../../words/format';
import { tierInWords } from '../../../words/names';
import { type Crossing, expectedAt } from './next-crossing';

export interface Drawing {
  curve: Curve;
  crossing: Crossing | null;
  currency: string;
  dark: boolean;
  t: TFunction;
  format: Format;
}

/** The band of a tier behind the lines, with its name where there is room. */
export function areaOf({ tier, from, to }: { tier: string; from: number; to: number }, { curve, dark, t }: Drawing) {
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

export function dotOf({ curve, crossing, dark, t, format }: Drawing): object[] {
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
