import fc from 'fast-check';
import { type Valued, movesUnder, rfmTotals, tierTotals } from './census';

const valued = (over: Partial<Valued>): Valued => ({
  ...{ customer: 'c', tier: 'standard', net: 0, expectedRevenue: 0, growth: 0, pAlive: 1, byHand: false, rfm: null },
  ...over,
});

const someone = fc.record({
  customer: fc.string({ minLength: 4, maxLength: 4 }),
  tier: fc.constant('standard' as const),
  net: fc.integer({ min: -100, max: 100 }),
  expectedRevenue: fc.double({ min: 0, max: 100, noNaN: true }),
  growth: fc.oneof(fc.constant(-Infinity), fc.double({ min: 0, max: 100, noNaN: true })),
  pAlive: fc.double({ min: 0, max: 1, noNaN: true }),
  byHand: fc.boolean(),
  rfm: fc.constantFrom(null, 'Champions', 'Lost'),
});
const scheme = fc.record({ a: fc.nat(100), b: fc.nat(100) });

describe('a census', () => {
  it('sums customers and money by tier', () => {
    const census = [
      valued({ tier: 'MVC', net: 500, expectedRevenue: 10.5 }),
      valued({ tier: 'MVC', net: 300, expectedRevenue: 2 }),
      valued({ tier: 'BZ', net: -7 }),
    ];
    expect(tierTotals(census)).toEqual([
      { tier: 'MVC', customers: 2, net: 800, expectedRevenue: 12.5 },
      { tier: 'BZ', customers: 1, net: -7, expectedRevenue: 0 },
    ]);
  });

  it('counts beside an RFM name who is more likely gone than not; without purchases there is no name', () => {
    const census = [
      valued({ customer: 'a', rfm: 'Champions', pAlive: 0.49 }),
      valued({ customer: 'b', rfm: 'Champions', pAlive: 0.5 }),
      valued({ customer: 'c', rfm: null, pAlive: 0 }),
    ];
    expect(rfmTotals(census)).toEqual([{ name: 'Champions', customers: 2, likelyGone: 1, examples: ['a', 'b'] }]);
  });

  it('says who would move under other cut-offs, from where to where', () => {
    const census = [
      valued({ customer: 'a', net: 40 }),
      valued({ customer: 'b', net: 60 }),
      valued({ customer: 'c', net: -1 }),
      valued({ customer: 'e', net: 45, tier: 'MGC', byHand: true }),
      valued({ customer: 'd', net: 0, expectedRevenue: 99, growth: 30 }),
    ];
    expect(movesUnder({ a: 40, b: 31 }, { a: 50, b: 30 }, census)).toEqual({
      tiers: { MVC: 2, BZ: 1, standard: 1, MGC: 1 },
      moved: 2,
      moves: [
        { from: 'standard', to: 'MVC', customers: 1 },
        { from: 'MGC', to: 'standard', customers: 1 },
      ],
      examples: [
        { customer: 'a', from: 'standard', to: 'MVC' },
        { customer: 'd', from: 'MGC', to: 'standard' },
      ],
    });
  });

  it('moves nobody under the same cut-offs, the same people the other way back, and counts everyone', () => {
    fc.assert(
      fc.property(fc.array(someone, { maxLength: 80 }), scheme, scheme, (census, one, other) => {
        expect(movesUnder(one, one, census)).toMatchObject({ moved: 0, moves: [], examples: [] });
        const [there, back] = [movesUnder(one, other, census), movesUnder(other, one, census)];
        expect(back.moved).toBe(there.moved);
        expect(there.moves.reduce((sum, { customers }) => sum + customers, 0)).toBe(there.moved);
        for (const { from, to, customers } of there.moves)
          expect(back.moves).toContainEqual({ from: to, to: from, customers });
        expect(Object.values(there.tiers).reduce((sum, count) => sum + count, 0)).toBe(census.length);
      }),
    );
  });
});
