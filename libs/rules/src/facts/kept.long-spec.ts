// What is kept of one identity is bounded for any input, and does not depend on the order of
// arrival.
import fc from 'fast-check';
import { touchpoint } from '../../testing/touchpoints';
import { evaluate } from '../compile/evaluate';
import type { Condition } from '../language/rule';
import { reads } from '../needs/gather';
import { type Facts, type RuleFacts, emptyFacts, emptyRuleFacts } from './facts';
import { fold } from './fold';
import { MAX_BEYOND, foldedIn, hasFolded } from './folded-numbers';

const ME = 'userId:u1';
const NOW = 1e12;
const rule = (when: Condition) => ({ version: 1 as const, when });
const bought = { name: 'Order Completed' };
const year = { within: { amount: 365, unit: 'days' as const } };
const everything = rule({
  kind: 'or',
  of: [
    { kind: 'trait', name: 'note', is: 'contains', value: 'x' },
    { kind: 'trait', name: 'tags', is: 'equal', value: 'x' },
    { kind: 'event', ...bought, times: { atLeast: 1_000 } },
    { kind: 'sum', ...bought, property: 'total', is: 'atLeast', value: 1, ...year },
    { kind: 'distinct', ...bought, property: 'coupon', times: { atLeast: 100 } },
    { kind: 'place', ...bought, visit: 'usual', property: 'store', in: ['a'] },
    { kind: 'first', ...bought },
    { kind: 'last', ...bought },
    { kind: 'unanswered', ...bought, by: { name: 'Opened' }, for: { amount: 1, unit: 'days' } },
    { kind: 'order', what: 'count', times: { atLeast: 1 }, where: { products: ['p1', 'p2'] } },
  ],
});
const needs = reads(everything);

function event(number: number, at: number, length: number, name = 'Order Completed') {
  const text = `${number}`.padEnd(length, 'x');
  const products = [{ product_id: `p${number % 5}` }, { product_id: text, category: text }];
  const order = { order_id: `o${number % 20}`, products };
  const properties = { ...order, total: number % 100, coupon: text, store: text, note: text, tags: [text, text] };
  const type = name === 'identify' ? ('identify' as const) : ('track' as const);
  return touchpoint({ event: name, type, number, occurredAt: at, id: `m${number}`, identity: ME, properties });
}

const folded = (list: readonly ReturnType<typeof event>[]) =>
  list.reduce((facts, one) => fold(facts, one, needs), emptyFacts());
const sizeOf = (count: number) =>
  JSON.stringify(
    folded(
      Array.from({ length: count }, (_, n) =>
        event(n + 1, NOW - (count - n) * 3_600_001, 4_000, n % 5 === 0 ? 'identify' : 'Order Completed'),
      ),
    ),
  ).length;

it('does not grow beyond its bounds with ten times the input', () => {
  const full = sizeOf(2_000);
  expect(full).toBeLessThan(128 * 1024);
  expect(sizeOf(20_000)).toBeLessThan(full * 1.05);
});

it('is the same for any order and repetition of touchpoints', () => {
  const events = fc
    .array(fc.tuple(fc.nat(60), fc.nat(5_000), fc.constantFrom('Order Completed', 'identify', 'Opened')), {
      maxLength: 60,
    })
    .map((list) => list.map(([at, length, name], n) => event(n + 1, NOW - at * 7_200_000, length, name)));
  const orders = events.chain((list) =>
    fc.tuple(
      fc.constant(list),
      fc.shuffledSubarray(list, { minLength: list.length }),
      fc.array(fc.constantFrom(...(list.length > 0 ? list : [event(1, NOW, 1)])), { maxLength: list.length }),
    ),
  );
  fc.assert(
    fc.property(orders, ([list, shuffled, again]) => {
      expect(folded([...shuffled, ...again])).toEqual(folded(list.length > 0 ? list : again));
    }),
    { numRuns: cases(300) },
  );
});

describe('numbers that never come', () => {
  it('are skipped after a thousand later gaps, and folded ones stay known', () => {
    const every = Array.from({ length: MAX_BEYOND * 10 }, (_, n) => event(2 * n + 2, NOW, 1));
    const part = folded(every)[ME]!;

    expect(part.beyond).toHaveLength(MAX_BEYOND);
    expect(foldedIn(part)).toBe(every.length);
    expect([hasFolded(part, 3), hasFolded(part, 2 * every.length - 1)]).toEqual([true, false]);
  });

  const numbersOf = ({ reached, beyond, skipped }: RuleFacts) => ({ reached, beyond, skipped });

  it('do not stand in the way of any number of later ones, and are folded when they come', () => {
    const missing = Array.from({ length: 10_000 }, (_, n) => event(n + 1, NOW, 1));
    const later = Array.from({ length: 10_000 }, (_, n) => event(n + 10_001, NOW, 1));
    const facts = folded(later);
    expect(numbersOf(facts[ME]!)).toEqual({ reached: 0, beyond: [[10_001, 20_000]] });
    const all = missing.reduce((known, one) => fold(known, one, needs), facts)[ME]!;
    expect(numbersOf(all)).toEqual({ reached: 20_000, beyond: [] });
    expect(foldedIn(all)).toBe(20_000);
  }, 60_000);

  it('do not arise from the order in which lanes deliver messages', () => {
    // Each lane keeps its order; which lane is read next is random.
    const lanes = fc.tuple(fc.array(fc.nat(2), { minLength: 1, maxLength: 60 }), fc.infiniteStream(fc.nat(2)));
    fc.assert(
      fc.property(lanes, ([laneOf, next]) => {
        const waiting = [0, 1, 2].map((lane) => laneOf.flatMap((one, n) => (one === lane ? [n + 1] : [])));
        let facts = emptyFacts();
        while (waiting.some((lane) => lane.length > 0)) {
          const number = waiting[next.next().value]!.shift();
          if (number !== undefined) facts = fold(facts, event(number, NOW, 1), needs);
        }
        expect(numbersOf(facts[ME]!)).toEqual({ reached: laneOf.length, beyond: [] });
        expect(foldedIn(facts[ME]!)).toBe(laneOf.length);
      }),
      { numRuns: cases(300) },
    );
  });

  it('are known as they were stored by older versions, one by one', () => {
    const stored: RuleFacts = { ...emptyRuleFacts(needs), reached: 1, beyond: [3, 4, 6] };
    const facts = [event(5, NOW, 1), event(2, NOW, 1)].reduce((known, one) => fold(known, one, needs), {
      [ME]: stored,
    } as Facts);
    expect(numbersOf(facts[ME]!)).toEqual({ reached: 6, beyond: [] });
  });
});

it('distinguishes long values, and recognises a place with a long name', () => {
  const [north, south] = ['n', 's'].map((end) => 'x'.repeat(900) + end);
  const at = (number: number, store: string) =>
    touchpoint({
      event: 'Order Completed',
      number,
      occurredAt: NOW,
      id: `m${number}`,
      identity: ME,
      properties: { store },
    });
  const verdict = (when: Condition) => {
    const wanted = reads(rule(when));
    const facts = [at(1, north!), at(2, south!), at(3, south!)].reduce(
      (known, one) => fold(known, one, wanted),
      emptyFacts(),
    );
    return evaluate(rule(when), facts, { now: NOW, zone: 'UTC' }).holds;
  };
  expect(verdict({ kind: 'distinct', ...bought, property: 'store', times: { exactly: 2 } })).toBe(true);
  expect(verdict({ kind: 'place', ...bought, visit: 'usual', property: 'store', in: [south!] })).toBe(true);
  expect(verdict({ kind: 'place', ...bought, visit: 'usual', property: 'store', in: [north!] })).toBe(false);
});
