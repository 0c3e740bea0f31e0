import type { Purchase } from '@segue/orders';
import { YEAR_MS, sumAt } from '@segue/valuation';
import fc from 'fast-check';
import { moneyFlow } from './worth';

const brand = { currency: 'USD', zone: 'UTC' };
const economics = { marginRate: 0.3, costPerOrder: 0, costPerReturn: 0, costPerContact: 0 };
const DAY = 86_400_000;

const purchase = (at: number, gross: number, refunds: Purchase['refunds'] = [], currency = 'USD'): Purchase => ({
  orderId: `o${at}`,
  at,
  currency,
  gross,
  discount: 0,
  refunds,
});

const sumOf = (purchases: readonly Purchase[], over = {}, now = YEAR_MS - 1) =>
  sumAt(moneyFlow(purchases, {}, { ...economics, ...over }, brand), now, YEAR_MS);

describe('moneyFlow', () => {
  it('rounds the margin as it adds up', () => {
    const small = Array.from({ length: 10 }, (_, n) => purchase(n, 11));
    expect(sumOf(small)).toBe(33);
    expect(sumOf(small, { costPerOrder: 2 })).toBe(13);
  });

  it('takes back what an order left when it is given back whole, and nothing of other currencies', () => {
    expect(sumOf([purchase(1, 15, [{ at: 2, amount: 15 }])])).toBe(0);
    expect(sumOf([purchase(1, 15, [{ at: 2, amount: 15 }])], { costPerOrder: 1, costPerReturn: 5 })).toBe(-6);
    expect(sumOf([purchase(1, 15, [], 'EUR')])).toBe(0);
  });

  it('is whole, and in any year within a minor unit of the margin of that year', () => {
    const bought = fc.record({
      at: fc.integer({ min: 0, max: 800 }).map((day) => day * DAY),
      gross: fc.nat(10_000),
      back: fc.double({ min: 0, max: 1, noNaN: true }),
      after: fc.integer({ min: 0, max: 90 }),
    });
    fc.assert(
      fc.property(fc.array(bought, { maxLength: 60 }), fc.nat(900), (given, day) => {
        const purchases = given
          .sort((a, b) => a.at - b.at)
          .map(({ at, gross, back, after }) =>
            purchase(at, gross, [{ at: at + after * DAY, amount: Math.round(gross * back) }]),
          );
        const now = day * DAY;
        const moved = purchases.flatMap(({ at, gross, refunds }) => [
          { at, amount: gross },
          ...refunds.map((refund) => ({ at: refund.at, amount: -refund.amount })),
        ]);
        const net = sumOf(purchases, {}, now);
        expect(Number.isInteger(net)).toBe(true);
        expect(Math.abs(net - sumAt(moved, now, YEAR_MS) * 0.3)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
