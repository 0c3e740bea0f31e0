// What is kept is bounded: where there was more, a verdict that says it is exact is so, and one
// that cannot know says that.
import type { NumberedTouchpoint } from '@segue/contracts';
import fc from 'fast-check';
import { naivelyHolds } from '../../testing/naive';
import { touchpoint } from '../../testing/touchpoints';
import { evaluate } from '../compile/evaluate';
import { emptyFacts } from '../facts/facts';
import { fold } from '../facts/fold';
import type { Condition } from '../language/rule';
import { reads } from '../needs/gather';
import { LATEST_TIMES } from '../needs/leaf-needs';

const NOW = 250;
const ms = (amount: number) => ({ amount, unit: 'milliseconds' as const });

function verdictOn(when: Condition, history: readonly NumberedTouchpoint[], now = NOW) {
  const rule = { version: 1 as const, when };
  const facts = history.reduce((known, one) => fold(known, one, reads(rule)), emptyFacts());
  return evaluate(rule, facts, { now, zone: 'UTC' });
}

/** @param lengths after which something that happened may turn the answer. */
function seenBy(when: Condition, history: readonly NumberedTouchpoint[], lengths: readonly number[]) {
  const world = {
    history,
    zone: 'UTC',
    customerZone: 'UTC',
    lastOrderDay: null,
    numberAt: () => null,
    tierAt: () => null,
    segments: {},
  };
  const holds = naivelyHolds(when, world, NOW);
  const turns = new Set(history.flatMap(({ occurredAt }) => lengths.map((length) => occurredAt + length)));
  const later = [...turns].filter((at) => at > NOW).sort((a, b) => a - b);
  return { holds, changesAt: later.find((at) => naivelyHolds(when, world, at) !== holds) ?? null };
}

function happened(
  all: readonly (readonly [event: string, occurredAt: number, identity?: string])[],
): NumberedTouchpoint[] {
  const numbers = new Map<string, number>();
  return all.map(([event, occurredAt, identity = 'userId:u1'], index) => {
    const number = (numbers.get(identity) ?? 0) + 1;
    numbers.set(identity, number);
    return touchpoint({ event, occurredAt, identity, number, id: `m${index}` });
  });
}

/** Of few kinds and many, so that more than is kept of one of them is the rule. */
const histories = fc
  .tuple(
    fc.constantFrom(['A', 'A', 'A', 'A', 'B', 'C'], ['A', 'B', 'B', 'B', 'B', 'C'], ['A', 'A', 'A', 'B', 'B', 'C']),
    fc.array(fc.tuple(fc.nat(5), fc.nat(NOW), fc.constantFrom('userId:u1', 'userId:u1', 'email:a')), {
      maxLength: 90,
      size: 'max',
    }),
  )
  .map(([kinds, list]) =>
    happened(list.map(([kind, at, identity]) => [kinds[kind % kinds.length]!, at, identity] as const)),
  );
const lengths = fc.integer({ min: 1, max: 60 });
const windows = fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined });
type Asked = [when: Condition, lengths: number[]];
const inWindow = (window: number | undefined) => (window === undefined ? {} : { within: ms(window) });
const unanswered = fc.tuple(lengths, windows, fc.boolean()).map(([wait, window, still]): Asked => {
  const when: Condition = {
    kind: 'unanswered',
    name: 'A',
    by: { name: 'B' },
    for: ms(wait),
    still,
    ...inWindow(window),
  };
  return [when, [wait, window ?? wait]];
});
const sequences = fc
  .tuple(fc.constantFrom(['A', 'B'], ['B', 'A'], ['C', 'A', 'B']), lengths, windows)
  .map(([names, span, window]): Asked => {
    const steps = names.map((name) => ({ name }));
    return [{ kind: 'sequence', steps, span: ms(span), ...inWindow(window) }, window === undefined ? [] : [window]];
  });

it.each([
  ['did A and not B', unanswered],
  ['one after the other', sequences],
])('%s: is exact wherever it says so, however much happened', (_, conditions) => {
  const met = { exactly: 0, exactlyBeyond: 0, roughly: 0 };
  fc.assert(
    fc.property(conditions, histories, ([when, turns], history) => {
      const { holds, changesAt, exact } = verdictOn(when, history);
      const most = Math.max(...['A', 'B', 'C'].map((name) => history.filter(({ event }) => event === name).length));
      if (most <= LATEST_TIMES) expect(exact).toBe(true);
      if (exact) expect({ holds, changesAt }).toEqual(seenBy(when, history, turns));
      met[!exact ? 'roughly' : most > LATEST_TIMES ? 'exactlyBeyond' : 'exactly']++;
    }),
    { numRuns: cases(2_000) },
  );
  // Each of them is met, if there are more than a handful of cases.
  for (const count of Object.values(met)) expect(count).toBeGreaterThan(cases(2_000) / 1_000 - 1);
});

const times = (event: string, count: number, from: number) =>
  Array.from({ length: count }, (_, index): [string, number] => [event, from + index]);

describe('did A and not B', () => {
  const left = (more: object = {}): Condition =>
    ({ kind: 'unanswered', name: 'A', by: { name: 'B' }, for: ms(5), ...more }) as Condition;

  it.each<[string, Condition, [string, number][], boolean, boolean]>([
    ['as many answered as are kept', left(), [...times('A', 32, 100), ['B', 132]], true, true],
    ['one more, of which nothing is known', left({ for: ms(50) }), [...times('A', 33, 100), ['B', 133]], false, false],
    [
      'as many as are kept, of which all is known',
      left({ for: ms(50) }),
      [...times('A', 32, 100), ['B', 133]],
      false,
      true,
    ],
    [
      'still: an answer before all that are kept',
      left({ still: true, for: ms(100) }),
      [['B', 90], ...times('A', 40, 180)],
      false,
      false,
    ],
    [
      'still: an answer with the first that is kept',
      left({ still: true, for: ms(200) }),
      [...times('A', 40, 100), ['B', 108]],
      false,
      true,
    ],
    ['known to be left all the same', left(), [['A', 1], ...times('A', 40, 100)], true, true],
    ['gone from the window', left({ for: ms(50), within: ms(60) }), [...times('A', 60, 130), ['B', 190]], false, true],
    ['still: a later answer is one to all', left({ still: true }), [...times('A', 60, 100), ['B', 160]], false, true],
    ['answers that are not kept', left({ for: ms(1) }), [['A', 1], ...times('B', 40, 100)], false, false],
    ['answers that were not needed', left({ for: ms(1) }), [...times('B', 40, 100), ['A', 200]], true, true],
  ])('%s', (_, when, list, holds, exact) => {
    expect(verdictOn(when, happened(list))).toMatchObject({ holds, exact });
  });
});

describe('one after the other', () => {
  const path = (more: object = {}): Condition =>
    ({ kind: 'sequence', steps: [{ name: 'A' }, { name: 'B' }], span: ms(50), ...more }) as Condition;

  it.each<[string, Condition, [string, number][], boolean, boolean]>([
    ['as many as are kept', path(), [['A', 99], ...times('B', 32, 100)], true, true],
    ['the first before all that are kept', path(), [['B', 99], ...times('A', 33, 100)], false, false],
    [
      'too long ago, however it began',
      path({ span: ms(5) }),
      [...times('A', 33, 100), ['B', 90], ['B', 150]],
      false,
      false,
    ],
    ['leaves the window just now', path({ within: ms(20) }), [['B', 230], ...times('A', 40, 231)], false, true],
    [
      'too long ago by the second step already',
      path({ steps: [{ name: 'A' }, { name: 'B' }, { name: 'C' }], span: ms(5) }),
      [['B', 150], ['C', 200], ...times('A', 40, 160)],
      false,
      true,
    ],
    ['nothing came before', path(), [...times('B', 40, 100), ['A', 150]], false, true],
    ['found among the latest', path(), [['A', 99], ...times('B', 40, 100)], true, true],
    ['gone from the window', path({ within: ms(20) }), [['B', 99], ...times('A', 40, 100)], false, true],
  ])('%s', (_, when, list, holds, exact) => {
    expect(verdictOn(when, happened(list))).toMatchObject({ holds, exact });
  });
});

it('has the same answer whatever other rules have kept', () => {
  const when: Condition = { kind: 'unanswered', name: 'A', by: { name: 'B' }, for: ms(50) };
  const rule = { version: 1 as const, when };
  const needs = reads({
    version: 1,
    when: { kind: 'or', of: [when, { kind: 'event', name: 'A', times: { atLeast: 90 } }] },
  });
  const history = happened([...times('A', 60, 100), ['B', 160]]);
  const facts = history.reduce((known, one) => fold(known, one, needs), emptyFacts());
  expect(evaluate(rule, facts, { now: NOW, zone: 'UTC' })).toEqual(verdictOn(when, history));
});
