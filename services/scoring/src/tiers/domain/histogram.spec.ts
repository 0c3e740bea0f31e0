import fc from 'fast-check';
import { type Measured, histogramOf } from './histogram';

const amounts = (...some: number[]): Measured[] => some.map((amount) => ({ amount, tier: amount < 0 ? 'BZ' : 'MVC' }));
const all = (customers: Record<string, number>) => Object.values(customers).reduce((sum, count) => sum + count, 0);

describe('a histogram', () => {
  it('has bars of a round width, split by tier, and nobody with 0 in them', () => {
    const { zero, low, step, bars } = histogramOf(amounts(0, 0, -150, 900, 950, 2_990), 2_000);
    expect({ zero, low, step }).toEqual({ zero: 2, low: -200, step: 200 });
    expect(bars[0]).toEqual({ from: -200, to: 0, customers: { BZ: 1 } });
    expect(bars.find(({ from }) => from === 800)).toEqual({ from: 800, to: 1_000, customers: { MVC: 2 } });
  });

  it('gathers the few beyond in an open bar', () => {
    const { bars } = histogramOf(amounts(...Array.from({ length: 300 }, (_, n) => n + 1), 1_000_000), 100);
    expect(bars.at(-1)).toMatchObject({ to: null });
    expect(bars.at(-1)?.from).toBeLessThan(400);
  });

  it('of nobody is one that shows the cut-off', () => {
    const { zero, low, step, bars } = histogramOf([], 3_000);
    expect([zero, low, bars.every(({ customers }) => all(customers) === 0)]).toEqual([0, 0, true]);
    expect(low + bars.length * step).toBeGreaterThan(3_000);
  });

  it('counts everyone once, in a bar that holds the amount, and has few bars', () => {
    const measured = fc.array(
      fc.oneof(fc.constant(0), fc.integer({ min: -1e9, max: 1e12 }), fc.double({ min: 0, max: 500, noNaN: true })),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(measured, fc.nat(100_000), (some, shown) => {
        const { zero, low, step, bars } = histogramOf(amounts(...some), shown);
        expect(zero + bars.reduce((sum, { customers }) => sum + all(customers), 0)).toBe(some.length);
        expect(bars.length).toBeLessThanOrEqual(32);
        expect(low + bars.length * step).toBeGreaterThan(shown);
        for (const { from, to, customers } of bars) {
          const within = some.filter(
            (amount) => amount !== 0 && amount >= (from ?? -Infinity) && amount < (to ?? Infinity),
          );
          expect(all(customers)).toBe(within.length);
        }
      }),
    );
  });
});
