import { faults, silent } from '../../testing/faults';
import { validate } from './validate';

describe('in so many words', () => {
  const KINDS =
    'must be one of "and", "or", "not", "some", "trait", "number", "sum", "average", "ratio", "age", "event", "never", "distinct", "first", "last", "unanswered", "sequence", "place", "order", "recency", "tier", "date", "segment", "consent", "share"';
  const COMPARED =
    'must be one of "equal", "notEqual", "in", "notIn", "contains", "startsWith", "atLeast", "above", "atMost", "below", "between", "before", "after", "known", "unknown"';
  const LEAVING =
    'must be one of the forms {amount: a whole number from 1 to 1000000, unit: "days" | "hours" | "minutes" | "seconds" | "milliseconds", zone?: "customer"}, {this: "day" | "week" | "month" | "quarter" | "year", zone?: "customer"}, {since: a day as YYYY-MM-DD, zone?: "customer"}';
  const COUNTED =
    'must be one of the forms {atLeast: a whole number from 1 to 1000}, {atMost: a whole number from 0 to 1000}, {exactly: a whole number from 0 to 1000}';
  const UNITS = 'must be one of "days", "hours", "minutes", "seconds", "milliseconds"';
  const PERIODS = 'must be one of "day", "week", "month", "quarter", "year"';
  const PATH = 'must be a path of 1 to 256 characters: names with single dots between them, as in address.city';
  const MOMENT =
    'must be a day as YYYY-MM-DD, or an instant with its zone, as in 2026-05-01T10:00:00Z or 2026-05-01T10:00:00+08:00';
  const NO_TIME = 'not a valid time: from 00:00:00 to 23:59:59, as in 2026-05-01T10:00:00Z';
  const object = 'a condition is an object with a "kind"';
  const list = 'a list of 1 to 100 conditions';
  const some = 'a whole number from 1 to 2, as there are conditions';
  const yearly = 'every year: from −366 to 366 days';
  const range = { is: 'between', from: 2, to: 1 };
  const back = 'must not be below "from"';
  const never = { kind: 'never', name: 'A' };
  const born = { kind: 'date', name: 'born' };
  const two = (atLeast: unknown) => ({ kind: 'some', atLeast, of: [silent, silent] });

  it.each<[unknown, string[]]>([
    [[], [`when: ${object}`]],
    ['x', [`when: ${object}`]],
    [null, [`when: ${object}`]],
    [{ kind: 5 }, [`when.kind: ${KINDS}`]],
    [{ kind: 'constructor' }, [`when.kind: ${KINDS}`]],
    [{ kind: 'trait', name: 'x', is: 'constructor' }, [`when.is: ${COMPARED}`]],
    [{ kind: 'and', of: [silent], not: 1 }, ['when.not: unknown field; known are "kind", "of"']],
    [{ kind: 'and', of: [silent], atLeast: 1 }, ['when.atLeast: unknown field; known are "kind", "of"']],
    [{ kind: 'not', of: silent, x: 1 }, ['when.x: unknown field; known are "kind", "of"']],
    [{ ...two(1), x: 1 }, ['when.x: unknown field; known are "kind", "of", "atLeast"']],
    [{ kind: 'and', of: silent }, [`when.of: ${list}`]],
    [{ kind: 'and', of: Array(101).fill(silent) }, [`when.of: ${list}`]],
    [{ kind: 'or', of: Array(100).fill(silent) }, []],
    [{ kind: 'some', of: [], atLeast: 1 }, [`when.of: ${list}`]],
    [two(0), [`when.atLeast: ${some}`]],
    [two(1.5), [`when.atLeast: ${some}`]],
    [two('1'), [`when.atLeast: ${some}`]],
    [two(3), [`when.atLeast: ${some}`]],
    [two(2), []],
    [two(1), []],
    [{ kind: 'age', name: 'born', is: 'equal', value: 1, zone: 'x' }, ['when.zone: must be "customer"']],
    [
      { kind: 'consent', channel: 'c', purpose: 'p', is: 'x' },
      ['when.is: must be one of "granted", "withdrawn", "unknown"'],
    ],
    [{ kind: 'event', name: 'A', times: {} }, [`when.times: ${COUNTED}`]],
    [
      { kind: 'distinct', name: 'A', property: 'p', times: { atLeast: 1 }, within: { last: 'day' } },
      [`when.within: ${LEAVING}`],
    ],
    [
      { kind: 'trait', name: 'x', is: 'equal' },
      ['when.value: is missing: must be a text of at most 1024 characters, or a number, or true or false'],
    ],
    [{ kind: 'recency', is: 'atLeast' }, ['when.days: is missing: must be a whole number from 0 to 100000']],
    [{ ...never, where: null }, ['when.where: must be a list of 1 to 20 entries']],
    [
      { kind: 'sequence', steps: [{ name: 'A' }], span: { amount: 0, unit: 'years' } },
      [
        'when.steps: must be a list of 2 to 5 entries',
        'when.span.amount: must be a whole number from 1 to 1000000',
        `when.span.unit: ${UNITS}`,
      ],
    ],
    [{ ...born, from: 1, to: 0 }, [`when.to: ${back}`]],
    [{ ...born, from: 1, to: 1 }, []],
    [{ ...born, yearly: true, from: -366, to: 366 }, []],
    [{ ...born, yearly: true, from: -367, to: 0 }, [`when.from: ${yearly}`]],
    [{ ...born, yearly: true, from: 0, to: 367 }, [`when.from: ${yearly}`]],
    [{ ...born, yearly: false, from: -400, to: 400 }, []],
    [{ kind: 'number', name: 'n', is: 'between', from: 1, to: 1 }, []],
    [{ kind: 'share', seed: 's', from: 0.5, to: 0.6 }, []],
    [
      {
        ...never,
        where: [
          { property: 'x', is: 'known' },
          { property: 'y', ...range },
        ],
      },
      [`when.where.1.to: ${back}`],
    ],
    [{ kind: 'first', name: 'A', has: [{ property: 'y', ...range }] }, [`when.has.0.to: ${back}`]],
    [
      {
        kind: 'sequence',
        steps: [{ name: 'A' }, { name: 'B', where: [{ property: 'y', ...range }] }],
        span: { amount: 1, unit: 'days' },
      },
      [`when.steps.1.where.0.to: ${back}`],
    ],
    [
      {
        kind: 'unanswered',
        name: 'A',
        by: { name: 'B', where: [{ property: 'y', ...range }] },
        for: { amount: 1, unit: 'days' },
      },
      [`when.by.where.0.to: ${back}`],
    ],
    [{ ...never, within: { since: '2026-01-01', until: '2026-01-01' } }, []],
    [
      { ...never, within: { since: '2026-02-30', until: '2025-13-01' } },
      [
        'when.within.since: not a valid date',
        'when.within.until: not a valid date',
        'when.within.until: must not be before "since"',
      ],
    ],
    [{ ...never, within: { since: '2026-02-29' } }, ['when.within.since: not a valid date']],
    [{ ...never, within: { since: '2028-02-29' } }, []],
  ])('%j', (when, said) => {
    expect(faults(when)).toEqual(said);
  });

  const filtered = (filter: object) => ({ ...never, where: [{ property: 'p', is: 'known' }, filter] });
  const during = (within: unknown) => ({ ...never, within });
  const count = (times: unknown) => ({ kind: 'event', name: 'A', times });

  it.each<[unknown, string[]]>([
    [count({ atLeast: 1001 }), ['when.times.atLeast: must be a whole number from 1 to 1000']],
    [count({ atMost: -1 }), ['when.times.atMost: must be a whole number from 0 to 1000']],
    [count({ exactly: '2' }), ['when.times.exactly: must be a whole number from 0 to 1000']],
    [count({ atLeast: 1, extra: 1 }), ['when.times.extra: unknown field; known are "atLeast"']],
    [count({ atLeast: 1, atMost: 2 }), [`when.times: ${COUNTED}`]],
    [count(3), [`when.times: ${COUNTED}`]],
    [{ kind: 'event', name: 'A' }, [`when.times: is missing: ${COUNTED}`]],
    [
      { kind: 'distinct', name: 'A', property: 'p', times: { atLeast: 101 } },
      ['when.times.atLeast: must be a whole number from 1 to 100'],
    ],
    [during({ amount: 7, unit: 'day' }), [`when.within.unit: ${UNITS}`]],
    [during({ amount: 1.5, unit: 'days' }), ['when.within.amount: must be a whole number from 1 to 1000000']],
    [during({ last: 'fortnight' }), [`when.within.last: ${PERIODS}`]],
    [during({ this: 'day', zone: 'brand' }), ['when.within.zone: must be "customer"']],
    [during({ since: 'May' }), ['when.within.since: must be a day as YYYY-MM-DD']],
    [during({ since: '2026-05-01', until: 'June' }), ['when.within.until: must be a day as YYYY-MM-DD']],
    [during({ until: '2026-05-01' }), ['when.within.since: is missing: must be a day as YYYY-MM-DD']],
    [during({ amount: 3, last: 'day' }), ['when.within.amount: unknown field; known are "last", "zone"']],
    [during({ zone: 'customer' }), [expect.stringContaining('when.within: must be one of the forms {amount: ')]],
    [during('week'), [expect.stringContaining('when.within: must be one of the forms {amount: ')]],
    [filtered({ property: 'p', is: 'atLeast', value: '5' }), ['when.where.1.value: must be a number']],
    [filtered({ property: 'p', is: 'atLest', value: 5 }), [`when.where.1.is: ${COMPARED}`]],
    [filtered({ property: 'p', value: 5 }), [`when.where.1.is: ${COMPARED}`]],
    [
      filtered({ property: 'p', is: 'known', value: 5 }),
      ['when.where.1.value: unknown field; known are "property", "is"'],
    ],
    [
      filtered({ property: 'p', is: 'known', 'a/b~': 5 }),
      ['when.where.1.a/b~: unknown field; known are "property", "is"'],
    ],
    [
      filtered({ property: 'a..b', is: 'between', from: 1 }),
      ['when.where.1.to: is missing: must be a number', `when.where.1.property: ${PATH}`],
    ],
    [filtered({ property: 'p', is: 'in', values: [] }), ['when.where.1.values: must be a list of 1 to 1000 entries']],
    [
      filtered({ property: 'p', is: 'in', values: ['a', null] }),
      ['when.where.1.values.1: must be a text of at most 1024 characters, or a number, or true or false'],
    ],
    [filtered({ property: 'p', is: 'after', value: '2026-05-01T10:00:00' }), [`when.where.1.value: ${MOMENT}`]],
    [
      { kind: 'unanswered', name: 'A', by: { name: 'B', where: [{ property: 'p', is: 'below' }] }, for: {} },
      [
        'when.by.where.0.value: is missing: must be a number',
        'when.for.amount: is missing: must be a whole number from 1 to 1000000',
        `when.for.unit: is missing: ${UNITS}`,
      ],
    ],
    [{ kind: 'trait', name: 'a..b', is: 'known' }, [`when.name: ${PATH}`]],
    [{ kind: 'trait', name: 'a', is: { toString: 1 } }, [`when.is: ${COMPARED}`]],
    [{ kind: 'trait', name: 'a', is: ['known'] }, [`when.is: ${COMPARED}`]],
    [{ kind: 'trait', name: 'a', is: 'before', value: 'soon' }, [`when.value: ${MOMENT}`]],
    [
      { kind: 'place', visit: 'often', name: 'A', property: 's', in: [] },
      ['when.visit: must be one of "usual", "last", "any"', 'when.in: must be a list of 1 to 1000 entries'],
    ],
    [{ kind: 'segment', id: '' }, ['when.id: must be a text of 1 to 256 characters']],
    [{ kind: 'share', seed: 's', from: 0, to: 2 }, ['when.to: must be a number from 0 to 1']],
    [
      { ...born, yearly: 1, from: 0, to: 50_000 },
      ['when.yearly: must be true or false', 'when.to: must be a whole number from -40000 to 40000'],
    ],
    [
      { kind: 'ratio', part: { name: 'A' }, is: 'above', value: 1 },
      ['when.whole: is missing: must be {name: a text of 1 to 256 characters, where?: a list of 1 to 20 entries}'],
    ],
  ])('of the form that was meant: %j', (when, said) => {
    expect(faults(when)).toEqual(said);
  });

  it.each<[string, string[]]>([
    ['2024-13-45', ['not a valid date']],
    ['2026-02-29', ['not a valid date']],
    ['2026-02-29T10:00:00Z', ['not a valid date']],
    ['2024-01-01T25:99:00Z', [NO_TIME]],
    ['2024-01-01TnonsenseZ', [NO_TIME]],
    ['2024-01-01T10:00:00+25:00', [NO_TIME]],
    ['2024-01-01T10:00:00', [MOMENT]],
    ['soon', [MOMENT]],
    ['2028-02-29', []],
    ['2028-02-29T23:59:59.999+0530', []],
    ['2028-02-29T10:00Z', []],
  ])('of a moment: %s', (value, said) => {
    expect(faults({ kind: 'trait', name: 'x', is: 'before', value })).toEqual(
      said.map((words) => `when.value: ${words}`),
    );
    expect(faults(filtered({ property: 'p', is: 'after', value }))).toEqual(
      said.map((words) => `when.where.1.value: ${words}`),
    );
  });

  it('says where conditions nest too deep', () => {
    const nested = (depth: number): unknown => (depth === 1 ? silent : { kind: 'and', of: [nested(depth - 1)] });
    expect(faults(nested(17))).toEqual([`when${'.of.0'.repeat(16)}: conditions nest at most 16 deep`]);
    expect(faults({ kind: 'some', atLeast: 1, of: [nested(16)] })).toHaveLength(1);
  });

  it('of the rule itself', () => {
    expect(validate([])).toEqual([{ path: '', message: 'a rule is an object {"version": 1, "when": …}' }]);
    expect(validate({ version: 1, when: silent, then: 1 })).toEqual([
      { path: 'then', message: 'unknown field; known are "version", "when"' },
    ]);
    expect(validate({})).toEqual([
      { path: 'version', message: 'must be 1' },
      { path: 'when', message: object },
    ]);
  });
});
