import fc from 'fast-check';
import { ANA, DAY, Kept, START, bookOf, numberAnew, profile, touchpoint } from '../../../testing/lives';
import { RuleView } from '../../score/domain/rule-view';
import { missingFor } from './missing';

interface Bought {
  day: number;
  /** Minor units. */
  amount: number;
}

/** A customer after these purchases, in cents as the API takes them. */
function after(bought: readonly Bought[], economics = {}, waits = false, keepDays = 0) {
  numberAnew();
  const book = bookOf([]);
  const kept = new Kept({
    ...book,
    settings: {
      ...book.settings,
      economics: { ...book.settings.economics, ...economics },
      model: { ...book.settings.model, waits },
      value: { ...book.settings.value, keepDays },
    },
  });
  const touchpoints = bought.map(({ day, amount }, place) =>
    touchpoint({ day, properties: { order_id: `o${place}`, total: (amount / 100).toFixed(2) } }),
  );
  kept.take([profile(touchpoints)]);
  const facts = new Map([...kept.facts].map(([identity, row]) => [identity, row.facts]));
  return { kept, viewAt: (now: number) => new RuleView(facts, kept.book, now) };
}

const RISING = ['BZ', 'standard', 'MGC', 'MVC'];
const rank = (tier: string) => RISING.indexOf(tier);

describe('what is missing', () => {
  it('to keep a tier and to reach the next one is the order total, to the cent', () => {
    const { viewAt, kept } = after([{ day: 0, amount: 10_000 }]);
    const now = START + 300 * DAY;
    expect(kept.standings.get(ANA)?.standing.tiers.value?.tier).toBe('MVC');
    expect(missingFor(viewAt(now), kept.book)).toEqual([
      { kind: 'keeps', tier: 'MVC', amount: 9_999, fallsAt: expect.any(Number) },
    ]);
  });

  it('is nothing for those on top who stay there, and nothing that no purchase can do', () => {
    const { viewAt, kept } = after([{ day: 0, amount: 100 }], { marginRate: 0 });
    const found = missingFor(viewAt(START + DAY), kept.book);
    expect(found.filter(({ tier }) => tier === 'MVC')).toEqual([]);
  });

  it('is by spend and recency while predictions wait', () => {
    // Of 20.00 to be spent 12.00 are there, too long ago; a margin of 30 % is far from MVC.
    const bought = [{ day: 0, amount: 1_200 }];
    const { viewAt, kept } = after(bought, {}, true);
    expect(missingFor(viewAt(START + 200 * DAY), kept.book)).toEqual([
      { kind: 'reaches', tier: 'MGC', amount: 800, fallsAt: null },
    ]);
    const rich = after([{ day: 0, amount: 2_500 }], {}, true);
    expect(missingFor(rich.viewAt(START + 30 * DAY), rich.kept.book)).toMatchObject([
      { kind: 'keeps', tier: 'MGC', amount: 1 },
      { kind: 'reaches', tier: 'MVC', amount: 7_499 },
    ]);
  });

  it.each([
    [false, 0],
    [true, 0],
    [false, 40],
  ])('is what a purchase does; predictions wait: %s, tiers are kept for %i days', (waits, keepDays) => {
    const orders = fc.array(fc.record({ day: fc.nat(500), amount: fc.integer({ min: 1, max: 12_000 }) }), {
      minLength: 1,
      maxLength: 4,
    });
    const costs = fc.record({ marginRate: fc.double({ min: 0.05, max: 1, noNaN: true }), costPerOrder: fc.nat(500) });
    let kinds = '';
    fc.assert(
      fc.property(orders, fc.integer({ min: 1, max: 300 }), costs, (bought, later, economics) => {
        const inOrder = [...bought].sort((a, b) => a.day - b.day);
        const day = (inOrder.at(-1) as Bought).day + later;
        const { viewAt, kept } = after(inOrder, economics, waits, keepDays);
        const view = viewAt(START + day * DAY);
        for (const { kind, tier, amount, fallsAt } of missingFor(view, kept.book)) {
          kinds += kind;
          const tierAfter = (some: number) =>
            after([...inOrder, { day, amount: some }], economics, waits, keepDays).viewAt(fallsAt ?? view.now).worth
              .value.tier;
          expect(rank(tierAfter(amount))).toBeGreaterThanOrEqual(rank(tier));
          // A kept tier may come back by itself, so that less does it too.
          if (amount > 1 && keepDays === 0) expect(rank(tierAfter(amount - 1))).toBeLessThan(rank(tier));
        }
      }),
      { numRuns: keepDays === 0 ? 150 : 40 },
    );
    expect(kinds).toMatch(/keeps/);
    expect(kinds).toMatch(/reaches/);
  });
});
