import fc from 'fast-check';
import type { Purchase } from './purchases';
import { NO_RATES, ratesIn, valued } from './rates';

const FILE = 'date,currency,rate\n2026-11-20,EUR,1.0842\n2026-11-23,EUR,1.1\n2026-11-20,JPY,0.0065\n';
const rates = ratesIn(FILE);

const order = (currency: string, gross: number, more: Partial<Purchase> = {}): Purchase => ({
  orderId: 'o',
  at: Date.UTC(2026, 10, 20),
  currency,
  gross,
  discount: 0,
  refunds: [],
  ...more,
});
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const inUsd = (...purchases: Purchase[]) => valued(purchases, 'USD', rates, dayOf);

describe('rates of exchange', () => {
  it('count from their day until the next one, for a month at most', () => {
    const days = ['2026-11-19', '2026-11-20', '2026-11-22', '2026-11-23', '2026-12-24', '2026-12-25'];
    expect(days.map((day) => rates.rateOf('EUR', day))).toEqual([null, 1.0842, 1.0842, 1.1, 1.1, null]);
    expect(rates.rateOf('GBP', '2026-11-20')).toBeNull();
  });

  it('are read whatever the order and the ends of lines, and with a mark of Unicode before them', () => {
    const shuffled = '\uFEFFDate, Currency, Rate\r\n2026-11-23,EUR,1.1\r\n\r\n2026-11-20,EUR,1.0842\r\n';
    expect(ratesIn(shuffled).rateOf('EUR', '2026-11-21')).toBe(1.0842);
  });

  it.each([
    ['a header that is missing', '2026-11-20,EUR,1.08\n', 'line 1'],
    ['a day in another form', 'date,currency,rate\n20.11.2026,EUR,1.08\n', 'line 2'],
    ['a day that does not exist', 'date,currency,rate\n2026-13-01,EUR,1.08\n', 'line 2'],
    ['an unknown currency', 'date,currency,rate\n2026-11-20,EUR,1\n2026-11-20,ZZZ,1.08\n', 'line 3'],
    ['a rate of nothing', 'date,currency,rate\n2026-11-20,EUR,0\n', 'line 2'],
    ['a decimal comma', 'date,currency,rate\n2026-11-20,EUR,"1,08"\n', 'line 2'],
  ])('refuse %s, with its line', (_, text, path) => {
    expect(() => ratesIn(text)).toThrow(expect.objectContaining({ path }));
  });
});

describe('purchases in other currencies', () => {
  it('are valued by the rate of their day, by the digits of both currencies', () => {
    const refunds = [{ at: 1, amount: 5_000 }];
    expect(inUsd(order('EUR', 10_000, { discount: 1_000, refunds }))).toMatchObject([
      { currency: 'USD', gross: 10_842, discount: 1_084, refunds: [{ at: 1, amount: 5_421 }] },
    ]);
    expect(inUsd(order('JPY', 5_000))).toMatchObject([{ currency: 'USD', gross: 3_250 }]);
  });

  it('stay as they are without a rate, and nothing is copied where there are none', () => {
    const own = [order('USD', 1_000)];
    expect(valued(own, 'USD', rates, dayOf)).toBe(own);
    expect(inUsd(order('GBP', 1_000))).toEqual([order('GBP', 1_000)]);
    expect(valued([order('EUR', 1_000)], 'USD', NO_RATES, dayOf)).toEqual([order('EUR', 1_000)]);
  });

  it('never give back more than they came to', () => {
    const parts = fc.array(fc.nat(10_000), { maxLength: 5 });
    fc.assert(
      fc.property(parts, (amounts) => {
        const gross = amounts.reduce((sum, amount) => sum + amount, 0);
        const refunds = amounts.map((amount, at) => ({ at, amount }));
        const [purchase] = inUsd(order('EUR', gross, { refunds }));
        const back = purchase?.refunds.reduce((sum, { amount }) => sum + amount, 0) ?? 0;
        expect(back).toBeLessThanOrEqual(purchase?.gross ?? -1);
        expect(purchase?.refunds.every(({ amount }) => amount >= 0)).toBe(true);
      }),
    );
  });
});
