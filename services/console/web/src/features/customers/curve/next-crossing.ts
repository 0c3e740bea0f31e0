// The next change of the value tier, for the chart. Pure.
import type { Curve, CurvePoint, Standing } from '../../../api/types';

export interface Crossing {
  at: number;
  from: string;
  to: string;
}

const valueTier = (standing: Standing | null | undefined) => standing?.tiers.find(({ scheme }) => scheme === 'value');

/**
 * Returns the next change of the value tier: the exact instant from the standing, the new tier from
 * the curve. Null where the tier does not change within the curve.
 */
export function nextCrossing(standing: Standing | null | undefined, curve: Curve | undefined): Crossing | null {
  const now = valueTier(standing);
  if (!now?.until || curve === undefined) return null;
  const at = Date.parse(now.until);
  const after = curve.points.find((point) => Date.parse(point.at) >= at && point.tier !== now.tier);
  return after === undefined ? null : { at, from: now.tier, to: after.tier };
}

/** Returns the expected value at an instant, by linear interpolation. */
export function expectedAt(points: readonly CurvePoint[], at: number): number {
  const next = points.findIndex((point) => Date.parse(point.at) >= at);
  const [before, after] = [points[next - 1], points[next]];
  if (after === undefined) return points.at(-1)?.expectedRevenue ?? 0;
  if (before === undefined) return after.expectedRevenue;
  const [from, to] = [Date.parse(before.at), Date.parse(after.at)];
  return before.expectedRevenue + ((after.expectedRevenue - before.expectedRevenue) * (at - from)) / (to - from);
}

export interface Band {
  tier: string;
  from: number;
  to: number;
}

/** Returns the periods with one tier, UTC ms. */
export function bandsOf(points: readonly CurvePoint[]): Band[] {
  const bands: Band[] = [];
  for (const { at, tier } of points) {
    const last = bands.at(-1);
    const instant = Date.parse(at);
    if (last !== undefined) last.to = instant;
    if (last?.tier !== tier) bands.push({ tier, from: instant, to: instant });
  }
  return bands;
}
