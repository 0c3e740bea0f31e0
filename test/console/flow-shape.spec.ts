import fc from 'fast-check';
import { type Bar, flowShape } from '../../services/console/web/src/features/home/tier-flow/flow-shape';

const tiers = ['MVC', 'MGC', 'standard', 'BZ'];
const move = fc.record({
  from: fc.constantFrom(null, ...tiers),
  to: fc.constantFrom(...tiers),
  customers: fc.integer({ min: 1, max: 100_000 }),
});
const moves = fc.uniqueArray(move, { minLength: 1, maxLength: 20, selector: ({ from, to }) => `${from}-${to}` });
const close = (a: number, b: number) => Math.abs(a - b) < 1e-6;

describe('the flow between tiers', () => {
  it('puts the best tier on top, and newcomers last', () => {
    const { bars } = flowShape([
      { from: null, to: 'standard', customers: 5 },
      { from: 'MGC', to: 'standard', customers: 8 },
      { from: 'MGC', to: 'MVC', customers: 1 },
    ]);
    expect(bars.map(({ side, tier, customers }) => [side, tier, customers])).toEqual([
      ['from', 'MGC', 9],
      ['from', 'new', 5],
      ['to', 'MVC', 1],
      ['to', 'standard', 13],
    ]);
  });

  it('stays in its box, keeps labels apart, and draws heights by numbers', () => {
    fc.assert(
      fc.property(moves, (some) => {
        const { bars, bands } = flowShape(some);
        const unit = (bars[0] as Bar).height / (bars[0] as Bar).customers;
        for (const side of ['from', 'to'] as const) {
          const own = bars.filter((bar) => bar.side === side);
          const middles = own.map(({ top, height }) => top + height / 2);
          for (const [place, middle] of middles.entries())
            if (place > 0) expect(middle - (middles[place - 1] as number)).toBeGreaterThan(8.9);
          for (const { top, height } of own) expect(top >= -1e-6 && top + height <= 100 + 1e-6).toBe(true);
          for (const bar of own) {
            expect(close(bar.height, bar.customers * unit)).toBe(true);
            // Its bands fill a bar, one after the other.
            const parts = bands.filter((band) => band[side] === bar.tier);
            const edge = (band: (typeof parts)[number]) => (side === 'from' ? band.start : band.end);
            expect(close(Math.min(...parts.map(edge)), bar.top)).toBe(true);
            expect(close(Math.max(...parts.map((band) => edge(band) + band.height)), bar.top + bar.height)).toBe(true);
          }
        }
      }),
    );
  });
});
