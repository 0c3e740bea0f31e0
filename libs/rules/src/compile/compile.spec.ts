import { touchpoint } from '../../testing/touchpoints';
import { emptyFacts } from '../facts/facts';
import { fold } from '../facts/fold';
import type { Context } from '../language/context';
import { circleIn } from '../language/references';
import type { Condition, Rule } from '../language/rule';
import { compile } from './compile';
import type { Change } from './touched';

const rule = (when: Condition): Rule => ({ version: 1, when });
const conditions: Record<string, Condition> = {
  viewed: { kind: 'event', name: 'Viewed', times: { atLeast: 1 } },
  viewedJazz: { kind: 'never', name: 'Viewed', where: [{ property: 'category', is: 'equal', value: 'Jazz' }] },
  basket: { kind: 'unanswered', name: 'Added', by: { name: 'Bought' }, for: { amount: 2, unit: 'hours' } },
  opened: { kind: 'ratio', part: { name: 'Opened' }, whole: { name: 'Sent' }, is: 'atLeast', value: 0.5 },
  path: { kind: 'sequence', steps: [{ name: 'Viewed' }, { name: 'Bought' }], span: { amount: 1, unit: 'days' } },
  city: { kind: 'trait', name: 'address.city', is: 'known' },
  born: { kind: 'date', name: 'birthday', yearly: true, from: 0, to: 0 },
  rich: { kind: 'number', name: 'net', is: 'atLeast', value: 5 },
  silent: { kind: 'recency', is: 'atLeast', days: 60 },
  mvc: { kind: 'tier', scheme: 'value', in: ['MVC'] },
  mail: { kind: 'consent', channel: 'email', purpose: 'marketing', is: 'granted' },
  aged: { kind: 'age', name: 'wed', is: 'atLeast', value: 1 },
  wed: { kind: 'date', name: 'wed', from: 0, to: 0 },
  summed: { kind: 'sum', name: 'Summed', property: 'p', is: 'above', value: 1 },
  meant: { kind: 'average', name: 'Summed', property: 'p', is: 'above', value: 1 },
  different: { kind: 'distinct', name: 'Counted', property: 'p', times: { atLeast: 2 } },
  north: { kind: 'place', visit: 'usual', name: 'Visited', property: 'region', in: ['N'] },
  came: { kind: 'place', visit: 'any', name: 'Visited', property: 'region', in: ['N'] },
  begun: { kind: 'first', name: 'Marked' },
  ended: { kind: 'last', name: 'Marked' },
  pilot: { kind: 'share', seed: 'pilot', from: 0, to: 0.25 },
};
const compiled = () => compile(Object.entries(conditions).map(([id, when]) => ({ id, rule: rule(when) })));

describe('what a change touches', () => {
  const touched = (change: Change) =>
    compiled()
      .touchedBy(change)
      .map(({ id }) => id)
      .sort();

  it.each<[string, Change, string[]]>([
    ['a touchpoint, by its name', { touchpoint: touchpoint({ event: 'Viewed' }) }, ['path', 'viewed']],
    [
      'and by its properties',
      { touchpoint: touchpoint({ event: 'Viewed', properties: { category: 'Jazz' } }) },
      ['path', 'viewed', 'viewedJazz'],
    ],
    ['either side of a pair', { touchpoint: touchpoint({ event: 'Bought' }) }, ['basket', 'path']],
    ['part and whole', { touchpoint: touchpoint({ event: 'Sent' }) }, ['opened']],
    [
      'not by the properties of an identify, which may not hold',
      { touchpoint: touchpoint({ type: 'identify', event: 'identify', properties: { birthday: '' } }) },
      [],
    ],
    ['traits', { traits: ['address', 'birthday', 'x'] }, ['born', 'city']],
    ['numbers', { numbers: ['net', 'other'] }, ['rich']],
    ['all numbers', { numbers: 'all' }, ['rich']],
    ['tiers', { tiers: ['value'] }, ['mvc']],
    ['all tiers', { tiers: 'all' }, ['mvc']],
    ['recency', { recency: true }, ['silent']],
    ['consents', { consents: true }, ['mail']],
    ['nothing', {}, []],
    ['the days of a trait', { traits: ['wed'] }, ['aged', 'wed']],
    ['sums', { touchpoint: touchpoint({ event: 'Summed' }) }, ['meant', 'summed']],
    ['places', { touchpoint: touchpoint({ event: 'Visited', properties: { region: 'N' } }) }, ['came', 'north']],
    ['other places', { touchpoint: touchpoint({ event: 'Visited', properties: { region: 'S' } }) }, ['north']],
    ['values', { touchpoint: touchpoint({ event: 'Counted' }) }, ['different']],
    ['first and last', { touchpoint: touchpoint({ event: 'Marked' }) }, ['begun', 'ended']],
    ['no names of all objects', { numbers: ['toString'], tiers: ['constructor'] }, []],
  ])('%s', (_, change, ids) => {
    expect(touched(change)).toStrictEqual(ids);
  });

  it('names each rule once', () => {
    const twice = compile([
      { id: 'a', rule: rule({ kind: 'or', of: [conditions.viewed!, conditions.rich!, conditions.path!] }) },
    ]);
    expect(twice.touchedBy({ touchpoint: touchpoint({ event: 'Viewed' }), numbers: 'all' })).toHaveLength(1);
  });
});

describe('segments of segments', () => {
  const entries = [
    { id: 'a', rule: rule({ kind: 'and', of: [{ kind: 'segment', id: 'b' }, conditions.rich!] }) },
    { id: 'b', rule: rule({ kind: 'not', of: { kind: 'segment', id: 'c' } }) },
    { id: 'c', rule: rule(conditions.viewed!) },
  ];

  it('are read, judged and explained through', () => {
    const all = compile(entries);
    expect(all.touchedBy({ touchpoint: touchpoint({ event: 'Viewed' }) }).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(all.ruleOf('a')!.needs).toEqual(all.ruleOf('c')!.needs);
    const context: Context = { now: 9, zone: 'UTC', numbers: { net: { value: 7 } } };
    expect(all.judge(all.rules, emptyFacts(), context).map(({ holds }) => holds)).toEqual([true, true, false]);
    expect(all.explain('a', emptyFacts(), context)).toMatchObject([
      {
        path: 'when.of.0',
        holds: true,
        value: [{ path: 'when.of', holds: false, value: [{ path: 'when', holds: false }] }],
      },
      { path: 'when.of.1', holds: true, value: 7 },
    ]);
  });

  it('cannot go round in a circle', () => {
    const round = [...entries.slice(0, 2), { id: 'c', rule: rule({ kind: 'segment', id: 'a' }) }];
    expect(circleIn(round)).toEqual(['a', 'b', 'c', 'a']);
    expect(circleIn(entries)).toBeNull();
    expect(() => compile(round)).toThrow('a → b → c → a');
    expect(circleIn([{ id: 'a', rule: rule({ kind: 'segment', id: 'a' }) }])).toEqual(['a', 'a']);
  });

  it('that are not there hold for nobody', () => {
    const lone = compile([{ id: 'a', rule: rule({ kind: 'segment', id: 'gone' }) }]);
    expect(lone.judge(lone.rules, emptyFacts(), { now: 0, zone: 'UTC' })).toEqual([
      { holds: false, standsUntil: null },
    ]);
  });
});

it('knows consents as heads do', () => {
  const book = compiled();
  const at = (granted?: boolean) => ({
    now: 0,
    zone: 'UTC',
    ...(granted === undefined ? {} : { consents: { 'email/marketing': { granted, at: 0 } } }),
  });
  const holds = (context: Context) => book.judge([book.ruleOf('mail')!], emptyFacts(), context)[0]!.holds;
  expect([holds(at(true)), holds(at(false)), holds(at())]).toEqual([true, false, false]);
});

describe('random shares', () => {
  const shares = compile([
    { id: 'quarter', rule: rule(conditions.pilot!) },
    { id: 'half', rule: rule({ kind: 'share', seed: 'pilot', from: 0, to: 0.5 }) },
    { id: 'other', rule: rule({ kind: 'share', seed: 'another', from: 0, to: 0.5 }) },
  ]);
  const drawn = Array.from({ length: 5_000 }, (_, index) =>
    shares.judge(shares.rules, emptyFacts(), { now: 0, zone: 'UTC', subject: `c${index}` }).map(({ holds }) => holds),
  );
  const count = (test: (holds: boolean[]) => boolean) => drawn.filter(test).length / drawn.length;

  it('are of their size, nested within a seed and independent of other seeds', () => {
    expect(count(([quarter]) => quarter!)).toBeCloseTo(0.25, 1.5);
    expect(count(([, half]) => half!)).toBeCloseTo(0.5, 1.5);
    expect(count(([quarter, half]) => quarter! && !half)).toBe(0);
    expect(count(([, half, other]) => half! && other!)).toBeCloseTo(0.25, 1.5);
  });

  it('hold for nobody who is not named', () => {
    expect(shares.judge(shares.rules, emptyFacts(), { now: 0, zone: 'UTC' }).some(({ holds }) => holds)).toBe(false);
  });
});

it('asks only for what a rule reads', () => {
  const book = compiled();
  const context: Context = {
    now: 0,
    zone: 'UTC',
    get tiers(): never {
      throw new Error('nobody asked for tiers');
    },
    numbers: { net: { value: 7 } },
  };
  expect(book.judge([book.ruleOf('rich')!], emptyFacts(), context)[0]).toMatchObject({ holds: true });
});

it('gives up at a stated instant where changes without end lead nowhere', () => {
  const steps = Array.from({ length: 600 }, (_, index) => ({ at: index + 1, value: (index + 1) % 2 }));
  const zero: Condition = { kind: 'number', name: 'n', is: 'equal', value: 0 };
  const always: Condition = { kind: 'or', of: [zero, { kind: 'not', of: zero }] };
  const all = compile([{ id: 'a', rule: rule(always) }]);
  const context: Context = { now: 0, zone: 'UTC', numbers: { n: { value: 0, steps } } };
  expect(all.verdict('a', emptyFacts(), context)).toEqual({ holds: true, changesAt: 500, exact: false });
  expect(all.judge(all.rules, emptyFacts(), context)).toEqual([{ holds: true, standsUntil: 500 }]);
});

it('refuses two rules of one id, and does not know others', () => {
  expect(() =>
    compile([
      { id: 'a', rule: rule(conditions.rich!) },
      { id: 'a', rule: rule(conditions.rich!) },
    ]),
  ).toThrow('two rules of one id');
  expect(compiled().ruleOf('gone')).toBeUndefined();
  expect(() => compiled().explain('gone', emptyFacts(), { now: 0, zone: 'UTC' })).toThrow('no rule "gone"');
  expect(() => compiled().verdict('gone', emptyFacts(), { now: 0, zone: 'UTC' })).toThrow('no rule "gone"');
});

it('keeps the facts of a touchpoint that no rule reads small', () => {
  const facts = fold(emptyFacts(), touchpoint({ event: 'Unheard', properties: { a: 1 } }), compiled().needs);
  expect(facts['userId:u1']).toEqual({ needs: compiled().needs.id, reached: 1, beyond: [], events: {} });
});

it('gives equal leaves one place, and rules of one pattern one entry', () => {
  const spelled: Condition = { times: { atLeast: 1 }, name: 'Viewed', kind: 'event' } as Condition;
  const all = compile([
    { id: 'a', rule: rule(conditions.viewed!) },
    { id: 'b', rule: rule({ kind: 'and', of: [spelled, conditions.viewedJazz!] }) },
    { id: 'c', rule: rule(conditions.viewed!) },
  ]);
  const indexes = all.rules.flatMap(({ tree }) =>
    tree.kind === 'leaf'
      ? [tree.index]
      : tree.kind === 'count'
        ? tree.of.map((node) => node.kind === 'leaf' && node.index)
        : [],
  );
  expect(indexes).toEqual([0, 0, 1, 0]);
  expect(all.touchedBy({ touchpoint: touchpoint({ event: 'Viewed' }) }).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(all.rules.map(({ place }) => place)).toEqual([0, 1, 2]);
});

describe('levels of a falling number', () => {
  const level = (is: 'atLeast' | 'below', value: number): Condition => ({ kind: 'number', name: 'n', is, value });
  const rich: Condition = { kind: 'number', name: 'n', is: 'between', from: 2, to: 4 };
  const asked: number[] = [];
  /** Falls by 1 a millisecond. */
  const context = (value: number, now = 0): Context => ({
    now,
    zone: 'UTC',
    numbers: { n: { value, fallsBelow: (wanted) => (asked.push(wanted), now + Math.floor(value - wanted) + 1) } },
  });
  const book = (conditions: Record<string, Condition>) =>
    compile(Object.entries(conditions).map(([id, when]) => ({ id, rule: rule(when) })));
  const judged = (conditions: Record<string, Condition>, value: number) => {
    const all = book(conditions);
    asked.length = 0;
    return all.judge(all.rules, emptyFacts(), context(value)).map(({ standsUntil }) => standsUntil);
  };

  it('are searched for one by one: the others stand until the next is reached', () => {
    const all = { eight: level('atLeast', 8), low: level('below', 3), rich, above: level('atLeast', 11) };
    expect(judged(all, 10)).toEqual([3, 3, 3, null]);
    expect(asked).toEqual([8]);
    expect(book(all).verdict('low', emptyFacts(), context(10))).toEqual({ holds: false, changesAt: 8, exact: true });
    expect(judged(all, 7)).toEqual([null, 3, 3, null]);
    expect(judged(all, 3)).toEqual([null, 1, 1, null]);
  });

  it('that stand beside other conditions are searched for in any case, and hold nobody else up', () => {
    const both: Condition = { kind: 'and', of: [level('atLeast', 8), conditions.pilot!] };
    const either: Condition = { kind: 'or', of: [level('atLeast', 2), conditions.pilot!] };
    expect(judged({ both, either, one: level('atLeast', 5) }, 10)).toEqual([null, 9, 6]);
  });

  it('of nothing or less are asked for at once: a number that stays above them is not looked at again', () => {
    expect(judged({ eight: level('atLeast', 8), zero: level('atLeast', 0), any: level('below', -1) }, 10)).toEqual([
      3, 11, 12,
    ]);
  });

  it('are those of one number', () => {
    const other: Condition = { kind: 'number', name: 'm', is: 'atLeast', value: 9 };
    expect(judged({ other, low: level('atLeast', 3) }, 10)).toEqual([null, 8]);
  });
});

describe('answers at one instant are not those at another', () => {
  const within = (amount: number) => ({ amount, unit: 'milliseconds' as const });
  const a: Condition = { kind: 'event', name: 'A', times: { atLeast: 1 }, within: within(4) };
  const b: Condition = { kind: 'unanswered', name: 'B', by: { name: 'C' }, for: within(4), within: within(9) };

  it('where one leaf takes over from another', () => {
    const all = compile([{ id: 'either', rule: rule({ kind: 'or', of: [a, b] }) }]);
    const happened = [
      touchpoint({ number: 1, event: 'A', occurredAt: 1 }),
      touchpoint({ number: 2, event: 'B', occurredAt: 1 }),
    ];
    const facts = happened.reduce((known, one) => fold(known, one, all.needs), emptyFacts());
    expect(all.judge(all.rules, facts, { now: 2, zone: 'UTC' })).toEqual([{ holds: true, standsUntil: 10 }]);
    expect(all.judge(all.rules, facts, { now: 10, zone: 'UTC' })).toEqual([{ holds: false, standsUntil: null }]);
  });

  it('nor those of another customer', () => {
    const all = compile([{ id: 'a', rule: rule(a) }]);
    const facts = fold(emptyFacts(), touchpoint({ event: 'A', occurredAt: 1 }), all.needs);
    const holds = (some: typeof facts) => all.judge(all.rules, some, { now: 2, zone: 'UTC' })[0]!.holds;
    expect([holds(facts), holds(emptyFacts()), holds(facts)]).toEqual([true, false, true]);
  });
});
