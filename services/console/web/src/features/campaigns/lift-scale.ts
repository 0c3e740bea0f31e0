// Where the lift and its interval lie on a scale that is even around 0. Pure.
import type { Format } from '../../words/format';

interface Lift {
  value: number;
  from: number;
  /** Null without an upper end. */
  to: number | null;
}

export interface Scale {
  /** Of the interval, per cent of the scale. */
  left: number;
  width: number;
  point: number;
  zero: number;
  /** The share at either end. */
  most: number;
}

/** The ends of scales: the smallest that holds the interval is taken. */
const ENDS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

export function scaleOf({ value, from, to }: Lift): Scale {
  const largest = Math.max(...[value, from, to ?? 0].map(Math.abs));
  const most = ENDS.find((end) => end >= largest) ?? largest;
  const placeOf = (share: number) => Math.min(100, Math.max(0, 50 + (50 * share) / most));
  const left = placeOf(from);
  return { left, width: (to === null ? 100 : placeOf(to)) - left, point: placeOf(value), zero: 50, most };
}

/** `+4%`, `−12%`, `0%`. */
export function signedPercent(share: number, format: Pick<Format, 'percent'>): string {
  const text = format.percent(Math.abs(share));
  if (Math.round(Math.abs(share) * 100) === 0) return text;
  return `${share < 0 ? '−' : '+'}${text}`;
}
