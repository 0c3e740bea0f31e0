import { changeOf, measured, sumOf } from '../../services/console/web/src/features/home/money/money';
import { shownIn } from '../../services/console/web/src/features/home/shown';

const total = { customers: 4, revenue: 900, buyers: 4, repeaters: 1, expectedRevenue: 70 };

it('is the sum of the tiers, as revenue, as a rate of buyers, or as what is expected', () => {
  const sum = sumOf({
    tiers: [
      { tier: 'MVC', ...total },
      { tier: 'BZ', ...total, revenue: -100, repeaters: 2 },
    ],
  });
  expect([measured(sum, 'revenue'), measured(sum, 'repeat'), measured(sum, 'equity')]).toEqual([800, 3 / 8, 140]);
  expect(measured({ ...total, buyers: 0 }, 'repeat')).toBeNull();
});

it('changes by a share of what was, a rate by points, and by nothing where nothing was', () => {
  expect(changeOf(150, 100, 'revenue')).toBe(0.5);
  expect(changeOf(0.5, 0.25, 'repeat')).toBe(0.25);
  expect([changeOf(150, 0, 'equity'), changeOf(null, 0.2, 'repeat'), changeOf(1, null, 'repeat')]).toEqual([
    null,
    null,
    null,
  ]);
});

it('is what the address asks for, else the revenue of the week', () => {
  expect(shownIn(new URLSearchParams('metric=equity&days=90'))).toEqual({ metric: 'equity', days: 90 });
  expect(shownIn(new URLSearchParams('metric=profit&days=8'))).toEqual({ metric: 'revenue', days: 7 });
});
