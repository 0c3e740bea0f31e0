// The next change of the value tier, as the curve of a customer shows it.
import type { Curve, Standing } from '../../services/console/web/src/api/types';
import {
  bandsOf,
  expectedAt,
  nextCrossing,
} from '../../services/console/web/src/features/customers/curve/next-crossing';

const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 1);
const at = (day: number) => new Date(START + day * DAY).toISOString();
const point = (day: number, tier: string, expectedRevenue: number) => ({
  ...{ at: at(day), tier, expectedRevenue, pAlive: 0.5, netMargin: 0 },
});
const points = [point(0, 'MVC', 1_000), point(10, 'MVC', 800), point(20, 'MGC', 400), point(30, 'standard', 200)];
const curve = { now: at(5), points } as unknown as Curve;
const standing = (tier: string, until: string | null) =>
  ({
    tiers: [
      { scheme: 'rfm', tier: 'Loyal', until: at(1) },
      { scheme: 'value', tier, until },
    ],
  }) as Standing;

it('a crossing has the instant of the standing and the tier of the curve after it', () => {
  expect(nextCrossing(standing('MVC', at(14)), curve)).toEqual({ at: START + 14 * DAY, from: 'MVC', to: 'MGC' });
});

it('there is none without an end, without a curve, and beyond the end of the curve', () => {
  expect(nextCrossing(standing('MVC', null), curve)).toBeNull();
  expect(nextCrossing(standing('MVC', at(14)), undefined)).toBeNull();
  expect(nextCrossing(null, curve)).toBeNull();
  expect(nextCrossing(standing('standard', at(40)), curve)).toBeNull();
});

it('the value between two points lies on the line between them', () => {
  const value = (day: number) => expectedAt(points, START + day * DAY);
  expect([value(0), value(5), value(15), value(30)]).toEqual([1_000, 900, 600, 200]);
  expect([value(-3), value(99), expectedAt([], START)]).toEqual([1_000, 200, 0]);
});

it('bands reach from the first point of a tier to the first of the next', () => {
  expect(bandsOf(points).map(({ tier, from, to }) => [tier, (from - START) / DAY, (to - START) / DAY])).toEqual([
    ['MVC', 0, 20],
    ['MGC', 20, 30],
    ['standard', 30, 30],
  ]);
  expect(bandsOf([])).toEqual([]);
});
