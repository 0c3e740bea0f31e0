import { dropoutLikelihood } from './dropout-likelihood';
import { nbdExpectedPurchases, nbdLikelihood } from './nbd';
import { CDNOW_MODEL, expectedPurchases, expectedRevenue, expectedRevenueFallsBelow } from '../worth/value';
import { startOfDay } from '../days/calendar';

const nbd = { r: 1.4, alpha: 2.1 };
const rows = [
  { x: 0, tx: 0, T: 12, weight: 3 },
  { x: 9, tx: 11, T: 12, weight: 2 },
  { x: 2, tx: 3, T: 20, weight: 1 },
];

it('is the limit of BG/NBD as nobody drops out', () => {
  const nearly = { ...nbd, a: 1e-9, b: 1 };
  expect(nbdLikelihood(nbd, rows).value).toBeCloseTo(dropoutLikelihood(nearly, rows, 0).value, 5);
  const model = { ...CDNOW_MODEL, bgnbd: nearly };
  for (const row of rows) expect(nbdExpectedPurchases(nbd, row, 39)).toBeCloseTo(expectedPurchases(model, row, 39), 4);
});

it('has the gradient that differences of the likelihood show', () => {
  const { gradient } = nbdLikelihood(nbd, rows);
  const slope = (moved: (by: number) => typeof nbd) =>
    (nbdLikelihood(moved(1e-6), rows).value - nbdLikelihood(moved(-1e-6), rows).value) / 2e-6;
  expect(gradient[0]).toBeCloseTo(
    slope((by) => ({ ...nbd, r: nbd.r + by })),
    5,
  );
  expect(gradient[1]).toBeCloseTo(
    slope((by) => ({ ...nbd, alpha: nbd.alpha + by })),
    5,
  );
});

it.each(['nbd', 'mbgnbd', 'bgnbd'] as const)(
  'expected revenue by %s falls below a level at the instant given',
  (purchases) => {
    const model = { ...CDNOW_MODEL, purchases, nbd };
    const now = startOfDay('2026-01-10', 'UTC');
    const days = { count: 4, first: '2025-06-01', last: '2025-12-20', repeatSpend: 9_000 };
    const revenue = (at: number) => expectedRevenue(days, model, 39, at, 'UTC');
    for (const share of [0.9, 0.5, 0.2]) {
      const level = revenue(now) * share;
      const at = expectedRevenueFallsBelow(level, days, model, 39, now, 'UTC')!;
      expect(revenue(at)).toBeLessThan(level);
      expect(revenue(at - 1)).toBeGreaterThanOrEqual(level);
    }
  },
);
