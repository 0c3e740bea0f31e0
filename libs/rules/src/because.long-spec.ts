// That `because` names the leaves that decided, all of them and no other, each with what was
// compared.
import type { NumberedTouchpoint } from '@segue/contracts';
import fc from 'fast-check';
import { naivelyHolds } from '../testing/naive';
import { touchpoint } from '../testing/touchpoints';
import { NOW, OTHER_SEGMENT, smallConditions, smallHistories, smallWorld, surroundings } from '../testing/worlds';
import { compile } from './compile/compile';
import { evaluate } from './compile/evaluate';
import { type Facts, emptyFacts } from './facts/facts';
import { fold } from './facts/fold';
import { placeOf } from './language/canonical';
import type { Context } from './language/context';
import { LEAF_SCHEMAS } from './language/leaf-schemas';
import type { Leaf } from './language/leaves';
import type { Condition } from './language/rule';
import { leavesOf } from './language/rule';
import { reads } from './needs/gather';
import type { Reason } from './tree/reasons';
import { validate } from './validate/validate';

const rule = (when: Condition) => ({ version: 1 as const, when });

/** A leaf's path and whether it holds, for every leaf that decides. */
type Deciding = [path: string, holds: boolean];

/**
 * The definition, spelled out: of what holds those that hold, of what does not those that do not.
 */
function deciding(condition: Condition, holds: (one: Condition) => boolean, path = 'when'): Deciding[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
    case 'some':
      return condition.of.flatMap((one, index) =>
        holds(one) === holds(condition) ? deciding(one, holds, `${path}.of.${index}`) : [],
      );
    case 'not':
      return deciding(condition.of, holds, `${path}.of`);
    default:
      return [[path, holds(condition)]];
  }
}

/** What a condition comes to if its leaves are as told. */
function comesTo(condition: Condition, told: (path: string) => boolean, path = 'when'): boolean {
  switch (condition.kind) {
    case 'and':
    case 'or':
    case 'some': {
      const least = condition.kind === 'and' ? condition.of.length : condition.kind === 'or' ? 1 : condition.atLeast;
      return condition.of.filter((one, index) => comesTo(one, told, `${path}.of.${index}`)).length >= least;
    }
    case 'not':
      return !comesTo(condition.of, told, `${path}.of`);
    default:
      return told(path);
  }
}

function at(when: Condition, path: string): unknown {
  return path
    .split('.')
    .slice(1)
    .reduce((node, step) => (node as Record<string, unknown>)[step], when as unknown);
}

function explained(when: Condition, history: readonly NumberedTouchpoint[], context: Context) {
  const book = compile([
    { id: 'one', rule: rule(when) },
    { id: 'other', rule: rule(OTHER_SEGMENT) },
  ]);
  const facts = history.reduce((known, one) => fold(known, one, book.needs), emptyFacts());
  const [verdict] = book.judge(book.rules, facts, context);
  return { holds: verdict!.holds, because: book.explain('one', facts, context) };
}

it('names the leaves that decide: whatever the others were, the answer would be the same', () => {
  fc.assert(
    fc.property(
      smallConditions,
      smallHistories,
      surroundings,
      fc.infiniteStream(fc.boolean()),
      (when, history, around, chance) => {
        const { world, context } = smallWorld(history, around);
        const { holds, because } = explained(when, history, context);
        expect(because.map(({ path, holds: does }): Deciding => [path, does])).toEqual(
          deciding(when, (one) => naivelyHolds(one, world, NOW)),
        );
        for (const { path, condition } of because) expect(condition).toEqual(at(when, path));
        const known = new Map(because.map(({ path, holds: does }) => [path, does]));
        for (let time = 0; time < 4; time++)
          expect(comesTo(when, (path) => known.get(path) ?? (chance.next().value as boolean))).toBe(holds);
      },
    ),
    { numRuns: cases(3_000) },
  );
});

const DAY = 86_400_000;
const TODAY = Date.parse('2025-05-10T12:00:00Z');
const within = { amount: 7, unit: 'days' as const };
const bought = { name: 'Bought' };
const context: Context = {
  now: TODAY,
  zone: 'UTC',
  lastOrderDay: '2025-05-08',
  numbers: { net: { value: 1200 } },
  tiers: { value: { tier: 'Gold' } },
  consents: { 'email/marketing': { granted: true, at: 1 } },
  subject: 'userId:u1',
  traits: { city: 'Rome', born: '2000-05-09' },
  orders: {
    placed: [
      { id: 'o1', at: TODAY - 30 * DAY, state: 'refunded', amount: 0 },
      { id: 'o2', at: TODAY - 2 * DAY, state: 'completed', amount: 4990 },
      { id: 'o3', at: TODAY - DAY, state: 'cancelled', amount: 9000 },
    ],
    digits: 2,
  },
};
const history = [
  touchpoint({ number: 1, event: 'Viewed', occurredAt: TODAY - 3 * DAY, properties: { size: 3 } }),
  touchpoint({
    number: 2,
    id: 'm2',
    event: 'Bought',
    occurredAt: TODAY - 2 * DAY,
    properties: { total: 50, store: 'N1' },
  }),
  touchpoint({ number: 3, event: 'Viewed', occurredAt: TODAY - DAY, properties: { size: 4 } }),
];
const [, second, third] = history.map(({ occurredAt }) => occurredAt) as [number, number, number];
const viewed = { times: 2, latest: third };
const n1 = { place: 'N1', visits: 1, times: 1, latest: second };

/** Of each kind one that holds and one that does not, and what is said of both. */
const LEAVES: [holds: Leaf, fails: Leaf, value: unknown, ofFailing?: unknown][] = [
  [
    { kind: 'trait', name: 'city', is: 'equal', value: 'Rome' },
    { kind: 'trait', name: 'city', is: 'equal', value: 'Oslo' },
    'Rome',
  ],
  [
    { kind: 'event', name: 'Viewed', times: { atLeast: 2 }, within },
    { kind: 'event', name: 'Viewed', times: { atMost: 1 }, within },
    viewed,
  ],
  [
    { kind: 'never', name: 'Sold' },
    { kind: 'never', ...bought },
    { times: 0, latest: null },
    { times: 1, latest: second },
  ],
  [
    { kind: 'sum', ...bought, property: 'total', is: 'atLeast', value: 50 },
    { kind: 'sum', ...bought, property: 'total', is: 'above', value: 50 },
    50,
  ],
  [
    { kind: 'average', ...bought, property: 'total', is: 'below', value: 51, within },
    { kind: 'average', ...bought, property: 'total', is: 'below', value: 50, within },
    50,
  ],
  [
    { kind: 'ratio', part: bought, whole: { name: 'Viewed' }, is: 'equal', value: 0.5 },
    { kind: 'ratio', part: bought, whole: { name: 'Viewed' }, is: 'above', value: 0.5 },
    0.5,
  ],
  [
    { kind: 'distinct', name: 'Viewed', property: 'size', times: { exactly: 2 } },
    { kind: 'distinct', name: 'Viewed', property: 'size', times: { atMost: 1 } },
    viewed,
  ],
  [
    { kind: 'first', ...bought },
    { kind: 'first', ...bought, has: [{ property: 'store', is: 'equal', value: 'S1' }] },
    { at: second, has: true },
    { at: second, has: false },
  ],
  [
    { kind: 'last', ...bought, within },
    { kind: 'last', ...bought, within: { this: 'day' } },
    { at: second, has: true },
  ],
  [
    { kind: 'unanswered', name: 'Viewed', by: bought, for: { amount: 12, unit: 'hours' } },
    { kind: 'unanswered', name: 'Viewed', by: bought, for: { amount: 3, unit: 'days' } },
    { unanswered: third, latest: third, answered: second },
    { unanswered: null, latest: third, answered: second },
  ],
  [
    { kind: 'sequence', steps: [{ name: 'Viewed' }, bought], span: { amount: 1, unit: 'days' } },
    { kind: 'sequence', steps: [bought, bought], span: { amount: 1, unit: 'days' } },
    { completed: second },
    { completed: null },
  ],
  [
    { kind: 'place', visit: 'usual', ...bought, property: 'store', in: ['N1'] },
    { kind: 'place', visit: 'last', ...bought, property: 'store', in: ['S1'] },
    n1,
  ],
  [
    { kind: 'place', visit: 'any', ...bought, property: 'store', in: ['N1'] },
    { kind: 'place', visit: 'any', ...bought, property: 'store', in: ['S1'] },
    { times: 1, latest: second },
    { times: 0, latest: null },
  ],
  [
    { kind: 'order', what: 'count', times: { exactly: 1 }, within },
    { kind: 'order', what: 'count', times: { atLeast: 2 }, within },
    { orders: 1, latest: TODAY - 2 * DAY },
  ],
  [
    { kind: 'order', what: 'count', times: { exactly: 2 }, within: { since: '2025-01-01', until: '2025-12-31' } },
    { kind: 'order', what: 'count', times: { atMost: 0 }, within: { last: 'month' } },
    { orders: 2 },
    { orders: 1 },
  ],
  [
    { kind: 'order', what: 'sum', is: 'equal', value: 49.9 },
    { kind: 'order', what: 'average', where: { states: ['completed'] }, is: 'below', value: 49.9 },
    49.9,
  ],
  [
    { kind: 'order', what: 'average', is: 'equal', value: 24.95 },
    { kind: 'order', what: 'average', within: { this: 'day' }, is: 'below', value: 49.9 },
    24.95,
    null,
  ],
  [
    { kind: 'order', what: 'last', has: { amount: { is: 'below', value: 50 } } },
    { kind: 'order', what: 'last', olderThan: within },
    { at: TODAY - 2 * DAY, state: 'completed', amount: 49.9 },
  ],
  [
    { kind: 'order', what: 'first', where: { states: ['cancelled'] }, within },
    { kind: 'order', what: 'first', where: { products: ['p'] } },
    { at: TODAY - DAY, state: 'cancelled', amount: 90 },
    null,
  ],
  [
    { kind: 'recency', is: 'atLeast', days: 2 },
    { kind: 'recency', is: 'atLeast', days: 3 },
    { days: 2, last: '2025-05-08' },
  ],
  [{ kind: 'tier', scheme: 'value', in: ['Gold'] }, { kind: 'tier', scheme: 'value', in: ['Silver'] }, 'Gold'],
  [{ kind: 'number', name: 'net', is: 'atLeast', value: 1200 }, { kind: 'number', name: 'net', is: 'unknown' }, 1200],
  [
    { kind: 'date', name: 'born', yearly: true, from: 0, to: 1 },
    { kind: 'date', name: 'born', yearly: true, from: 0, to: 0 },
    '2000-05-09',
  ],
  [
    { kind: 'age', name: 'born', is: 'equal', value: 25 },
    { kind: 'age', name: 'born', is: 'below', value: 25 },
    { years: 25 },
  ],
  [
    { kind: 'share', seed: 's', from: 0, to: 1 },
    { kind: 'share', seed: 's', from: 0, to: 1e-9 },
    placeOf('s\nuserId:u1'),
  ],
  [
    { kind: 'consent', channel: 'email', purpose: 'marketing', is: 'granted' },
    { kind: 'consent', channel: 'sms', purpose: 'marketing', is: 'granted' },
    'granted',
    'unknown',
  ],
];

function becauseOf(when: Condition, facts: Facts): [boolean, Reason[]] {
  const { holds, because } = evaluate(rule(when), facts, context);
  return [holds, because];
}

it.each(LEAVES)(
  '%j or %j: is named with what was compared, alone and among others',
  (yes, no, value, ofFailing = value) => {
    expect([yes, no].flatMap((leaf) => validate(rule(leaf)))).toEqual([]);
    const facts = history.reduce(
      (known, one) => fold(known, one, reads(rule({ kind: 'or', of: [yes, no] }))),
      emptyFacts(),
    );
    // The facts are those of both leaves, whichever is asked.
    const reason = (leaf: Leaf, path: string): Reason => ({
      path,
      condition: leaf,
      holds: leaf === yes,
      value: leaf === yes ? value : ofFailing,
    });
    expect(becauseOf(yes, facts)).toEqual([true, [reason(yes, 'when')]]);
    expect(becauseOf(no, facts)).toEqual([false, [reason(no, 'when')]]);
    expect(becauseOf({ kind: 'not', of: yes }, facts)).toEqual([false, [reason(yes, 'when.of')]]);
    expect(becauseOf({ kind: 'not', of: no }, facts)).toEqual([true, [reason(no, 'when.of')]]);
    expect(becauseOf({ kind: 'and', of: [yes, no] }, facts)).toEqual([false, [reason(no, 'when.of.1')]]);
    expect(becauseOf({ kind: 'or', of: [no, yes] }, facts)).toEqual([true, [reason(yes, 'when.of.1')]]);
    const some = (atLeast: number): Condition => ({ kind: 'some', atLeast, of: [yes, no, { kind: 'not', of: no }] });
    expect(becauseOf(some(2), facts)).toEqual([true, [reason(yes, 'when.of.0'), reason(no, 'when.of.2.of')]]);
    expect(becauseOf(some(3), facts)).toEqual([false, [reason(no, 'when.of.1')]]);
  },
);

it('covers every kind of leaf but segments, whose reasons are those of another rule', () => {
  const kinds = new Set(LEAVES.flatMap(([yes]) => leavesOf(yes)).map(({ kind }) => kind));
  const all = new Set(Object.keys(LEAF_SCHEMAS).map((name) => name.split('.')[0]));
  expect([...all].filter((kind) => !kinds.has(kind as Leaf['kind']))).toEqual(['segment']);
});
