import fc from 'fast-check';
import { shareCutOffs } from './shares';

describe('cut-offs by share', () => {
  it('are what the best 5, 15, 20 and 50 of a hundred reach', () => {
    const amounts = Array.from({ length: 100 }, (_, n) => n + 1);
    expect(shareCutOffs(amounts)).toEqual([
      { share: 0.05, from: 96, customers: 5 },
      { share: 0.15, from: 86, customers: 15 },
      { share: 0.2, from: 81, customers: 20 },
      { share: 0.5, from: 51, customers: 50 },
    ]);
  });

  it('count up to whole customers, and equal ones share the tier', () => {
    expect(shareCutOffs([0, 0, 7.9])[0]).toEqual({ share: 0.05, from: 7, customers: 1 });
    expect(shareCutOffs([5, 5, 5, 1])[0]).toEqual({ share: 0.05, from: 5, customers: 3 });
  });

  it('are not offered where they would take in customers of no value', () => {
    expect(shareCutOffs([])).toEqual([]);
    expect(shareCutOffs([-3, 0, 0.4])).toEqual([]);
    expect(shareCutOffs([9, 0, 0, 0]).map(({ share }) => share)).toEqual([0.05, 0.15, 0.2]);
  });

  it('are reached by the share at least, and no higher whole amount is', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 500 }), { minLength: 1, maxLength: 80 }), (amounts) => {
        const reached = (from: number) => amounts.filter((amount) => amount >= from).length;
        for (const { share, from, customers } of shareCutOffs(amounts)) {
          expect(customers).toBe(reached(from));
          expect(customers).toBeGreaterThanOrEqual(share * amounts.length - 1e-6);
          expect(reached(from + 1)).toBeLessThan(Math.ceil(share * amounts.length - 1e-9));
        }
      }),
    );
  });
});
