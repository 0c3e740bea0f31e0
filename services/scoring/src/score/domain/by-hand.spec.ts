import { atOnce } from '@segue/contracts';
import fc from 'fast-check';
import { ANA, DAY, Kept, START, bookOf, lives, numberAnew, profile, touchpoint } from '../../../testing/lives';
import { missingFor } from '../../standings/domain/missing';
import type { TierByHand } from './by-hand';
import { RuleView } from './rule-view';
import { scoreByHand } from './score';

const CARD = 'memberCard:7';

class Handed extends Kept {
  give(day: number, byHand: TierByHand | null, to = 'userId:ana', customer = ANA): void {
    const at = START + day * DAY;
    const some = { facts: this.facts, standings: new Map([[customer, this.standings.get(customer)!]]) };
    this.save(atOnce(scoreByHand(some, { to, byHand, at }, this.book, { now: at, historyUntil: 0, wall: at })));
  }
  get tier(): string | undefined {
    return this.standings.get(ANA)?.standing.tiers.value?.tier;
  }
}

const until = (day: number, tier: TierByHand['tier'] = 'MVC', at = 0): TierByHand => ({
  ...{ tier, reason: 'guest of honour', by: 'lin', at: START + at * DAY, until: START + day * DAY },
});
const moves = ({ log }: Kept) =>
  log
    .filter(({ kind, subject }) => kind === 'tier' && subject === 'value')
    .map(({ from, to, cause, occurredAt }) => `${from} → ${to} ${cause.id} ${Math.round((occurredAt - START) / DAY)}`);
const small = (day: number) => touchpoint({ day, properties: { order_id: `o${day}`, total: 1 } });

describe('a tier given by hand', () => {
  it('holds at once, through purchases, and ends by the timer', () => {
    const kept = new Handed(bookOf([]));
    kept.take([profile([small(0)])]);
    kept.give(10, until(40, 'MVC', 10));
    expect(kept.tier).toBe('MVC');
    kept.take([profile([small(20)])]);
    expect(kept.tier).toBe('MVC');
    kept.fire(START + 40 * DAY);
    expect(moves(kept)).toEqual([
      'null → MGC userId:ana/s/m1 0',
      'MGC → MVC tier by lin 10',
      `MVC → MGC due ${START + 40 * DAY} 40`,
    ]);
  });

  it('says why, and nothing is missing meanwhile', () => {
    const kept = new Handed(bookOf([]));
    kept.take([profile([small(0)])]);
    kept.give(10, until(40, 'BZ', 10));
    const facts = new Map([...kept.facts].map(([identity, row]) => [identity, row.facts]));
    const view = new RuleView(facts, kept.book, START + 20 * DAY);
    expect(view.worth.value.because).toEqual([
      { fact: 'byHand', tier: 'BZ', reason: 'guest of honour', by: 'lin', until: START + 40 * DAY },
    ]);
    expect(missingFor(view, kept.book)).toEqual([]);
    expect(new RuleView(facts, kept.book, START + 9 * DAY).worth.byHand).toBeNull();
    expect(new RuleView(facts, kept.book, START + 40 * DAY).worth.byHand).toBeNull();
  });

  it('does not change at its end where the scheme says the same', () => {
    const kept = new Handed(bookOf([]));
    kept.take([profile([small(0)])]);
    kept.give(1, until(2, 'MGC', 1));
    const { value } = kept.standings.get(ANA)!.standing.tiers;
    expect(value).toMatchObject({ tier: 'MGC' });
    expect(value!.next!.at).toBeGreaterThan(START + 2 * DAY);
    kept.fire(START + 3 * DAY);
    expect(moves(kept)).toHaveLength(1);
  });

  it('can be taken back, and given to another identity without the first staying', () => {
    const kept = new Handed(bookOf([]));
    kept.take([profile([small(0)])]);
    kept.give(10, until(40, 'MVC', 10));
    kept.give(11, null);
    expect(kept.tier).toBe('MGC');
    expect([...kept.facts.values()].some(({ facts }) => 'byHand' in facts)).toBe(false);
  });

  it('belongs to the identity: the one given last holds after a merge, and a split parts them', () => {
    numberAnew();
    const kept = new Handed(bookOf([]));
    const card = profile([touchpoint({ day: 0, identity: CARD, properties: { order_id: 'c', total: 1 } })]);
    kept.take([profile([small(0)]), card]);
    kept.give(5, until(90, 'MGC', 5));
    kept.give(6, until(90, 'BZ', 6), CARD, card.customer);
    kept.take([profile([], { customer: ANA, version: 9, identities: ['userId:ana', CARD] })]);
    expect(kept.tier).toBe('BZ');
    kept.take([
      profile([], { customer: ANA, version: 10, identities: ['userId:ana'] }),
      profile([touchpoint({ day: 20, identity: CARD, event: 'Product Viewed' })], { version: 11 }),
    ]);
    expect([kept.tier, kept.standings.get(card.customer)?.standing.tiers.value?.tier]).toEqual(['MGC', 'BZ']);
  });

  it('ends in the same tier whatever the order and the duplicates of events', () => {
    fc.assert(
      fc.property(lives, fc.infiniteStream(fc.nat()), (life, random) => {
        fc.pre(life.length > 0);
        const first = touchpoint({ day: 0, event: 'Product Viewed' });
        const tierAfter = (touchpoints: typeof life) => {
          const kept = new Handed(bookOf([]));
          kept.take([profile([first])]);
          kept.give(1, until(200, 'MVC', 1));
          for (const one of touchpoints) kept.take([profile([one])]);
          const during = kept.tier;
          kept.fire(START + 700 * DAY);
          return [during, kept.tier];
        };
        const [, after] = tierAfter(life);
        const mixed = [...life, ...life].sort(() => (random.next().value % 3) - 1);
        expect(tierAfter(mixed)[1]).toBe(after);
      }),
      { numRuns: 60 },
    );
  });
});
