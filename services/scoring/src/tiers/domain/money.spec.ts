import type { Purchase } from '@segue/orders';
import fc from 'fast-check';
import { NO_MONEY, added, moneyOf } from './money';

const purchase = (at: number, gross: number, over: Partial<Purchase> = {}): Purchase =>
  ({ at, gross, currency: 'USD', refunds: [], ...over }) as Purchase;
const period = { from: 100, until: 200 };

it('is what was paid within the period less what was given back within it', () => {
  const bought = [
    purchase(50, 1_000, { refunds: [{ at: 150, amount: 300 }] } as Partial<Purchase>),
    purchase(100, 500),
    purchase(199, 200, { refunds: [{ at: 200, amount: 200 }] } as Partial<Purchase>),
    purchase(200, 9_000),
    purchase(150, 7_000, { currency: 'EUR' }),
  ];
  expect(moneyOf(bought, 'USD', period, 12.5)).toEqual({
    ...{ customers: 1, revenue: 400, buyers: 1, repeaters: 1, expectedRevenue: 12.5 },
  });
});

it('calls a buyer a repeater only with a purchase before, or a second one', () => {
  const repeaters = (...times: number[]) =>
    moneyOf(
      times.map((at) => purchase(at, 1)),
      'USD',
      period,
      0,
    ).repeaters;
  expect([repeaters(150), repeaters(50), repeaters(50, 150), repeaters(120, 150), repeaters(150, 250)]).toEqual([
    0, 0, 1, 1, 0,
  ]);
});

it('of neighbouring periods adds up to that of both', () => {
  const bought = fc.array(fc.record({ at: fc.nat(300), gross: fc.nat(500), back: fc.nat(300) }), { maxLength: 8 });
  fc.assert(
    fc.property(bought, fc.integer({ min: 1, max: 299 }), (some, middle) => {
      const list = some.map(({ at, gross, back }) =>
        purchase(at, gross, { refunds: [{ at: at + back, amount: 1 }] } as Partial<Purchase>),
      );
      const of = (from: number, until: number) => moneyOf(list, 'USD', { from, until }, 0).revenue;
      expect(of(0, middle) + of(middle, 700)).toBe(of(0, 700));
      expect(added(NO_MONEY, moneyOf(list, 'USD', { from: 0, until: 700 }, 0)).revenue).toBe(of(0, 700));
    }),
  );
});
