import fc from 'fast-check';
import { customersForWatch } from '../tests/power';
import { watchSampleRatio } from '../tests/sample-ratio';
import type { Moments } from '../means/moments';
import { type Successes, sampleOf, shareSample } from '../tests/sample';
import { random } from '../../testing/random';
import { watch } from '../sequential/sequences';
import { verdict } from './verdict';
import type { Measured, Trial } from './trial';

const counts = (successes: number, n: number): Successes => ({ n, successes });
const shares = (treated: Successes, control: Successes): Measured => ({ kind: 'share', treated, control });
const sample = (n: number, mean: number, variance: number) => ({ n, mean, variance });
const means = (treated: ReturnType<typeof sample>, control: ReturnType<typeof sample>): Measured => ({
  kind: 'mean',
  treated,
  control,
});
const trial = (measured: Measured, changes: Partial<Trial> = {}): Trial => ({
  measured,
  share: 0.5,
  tunedFor: 10_000,
  smallestLift: 0.05,
  arrivalsPerDay: 200,
  ...changes,
});
const more = shares(counts(700, 5000), counts(500, 5000));
const less = shares(counts(500, 5000), counts(700, 5000));
const same = shares(counts(505, 5000), counts(500, 5000));

it('is helped or hurt by what is better, with the whole comparison', () => {
  const watched = watch(shareSample(counts(700, 5000)), shareSample(counts(500, 5000)), {
    tunedFor: 10_000,
    error: 0.05,
  });
  expect(verdict(trial(more))).toEqual({ kind: 'helped', ...watched });
  expect(verdict(trial(less)).kind).toBe('hurt');
  expect(verdict(trial(more, { better: 'less' })).kind).toBe('hurt');
  expect(verdict(trial(less, { better: 'less' })).kind).toBe('helped');
  expect(verdict(trial(less, { better: 'more' })).kind).toBe('hurt');
});

it('goes by the error that it is given', () => {
  // p is .0107.
  const close = shares(counts(620, 5000), counts(500, 5000));
  expect(verdict(trial(close)).kind).toBe('helped');
  expect(verdict(trial(close, { error: 0.001 })).kind).toBe('no-difference');
});

/** Customers until the effect in `same` is detected. */
const outlook = { variance: 0.1 * 0.9, treatedVariance: 0.101 * 0.899 };
const missing = customersForWatch(0.1 * 0.05, outlook, 10_000, { share: 0.5, error: 0.05 }) - 10_000;

it('estimates how long until it could be known', () => {
  const result = verdict(trial(same));
  const watched = watch(shareSample(counts(505, 5000)), shareSample(counts(500, 5000)), { tunedFor: 10_000 })!;
  expect(result).toEqual({
    kind: 'no-difference',
    days: Math.ceil(missing / 200),
    smallestLift: 0.05,
    interval: watched.interval,
    lift: watched.lift,
  });
});

it('goes by the groups as they are and the error that is asked for, however uneven they were planned', () => {
  const measured = shares(counts(758, 7500), counts(250, 2500));
  const result = verdict(trial(measured, { share: 0.75, error: 0.1 }));
  const treatedShare = 758 / 7500;
  const uneven = { variance: 0.1 * 0.9, treatedVariance: treatedShare * (1 - treatedShare) };
  const needed = customersForWatch(0.1 * 0.05, uneven, 10_000, { share: 0.75, error: 0.1 });
  expect(result).toMatchObject({ kind: 'no-difference', days: Math.ceil((needed - 10_000) / 200) });
});

it('gives 0 days where it would be known by now, and null where it will not be in ten years', () => {
  const days = (changes: Partial<Trial>) => {
    const result = verdict(trial(same, changes));
    return result.kind === 'no-difference' ? result.days : NaN;
  };
  expect(days({ smallestLift: 0.5 })).toBe(0);
  expect(days({ arrivalsPerDay: 0 })).toBeNull();
  const all = days({ arrivalsPerDay: 200 })! * 200;
  expect(days({ arrivalsPerDay: all / 3649 })).toBeLessThanOrEqual(3650);
  // More than 3,649 days: beyond the longest wait that is reported.
  expect(days({ arrivalsPerDay: missing / 3649.5 })).toBe(3650);
  expect(days({ arrivalsPerDay: all / 3700 })).toBeNull();
});

it('compares means, negative ones too', () => {
  const spend = means(sample(5000, 11, 400), sample(5000, 9, 400));
  expect(verdict(trial(spend)).kind).toBe('helped');
  const losses = means(sample(5000, -10, 400), sample(5000, -10.1, 400));
  const result = verdict(trial(losses));
  const needed = customersForWatch(10.1 * 0.05, { variance: 400 }, 10_000, { error: 0.05 });
  expect(result).toMatchObject({ kind: 'no-difference', days: Math.ceil((needed - 10_000) / 200), lift: null });
});

it('does not take one group without spread for certainty', () => {
  const still = means(sample(200, 0, 0), sample(200, 0.1, 25));
  const needed = customersForWatch(0.1 * 0.05, { variance: 25 }, 10_000, { error: 0.05 });
  expect(verdict(trial(still, { arrivalsPerDay: 1e6 }))).toMatchObject({ days: Math.ceil((needed - 400) / 1e6) });
  const other = means(sample(200, 0.1, 25), sample(200, 0.1, 0));
  expect(verdict(trial(other, { arrivalsPerDay: 1e6 }))).toMatchObject({ days: Math.ceil((needed - 400) / 1e6) });
  const none = means(sample(200, 0.1, 25), sample(200, 0, 25));
  expect(verdict(trial(none))).toMatchObject({ kind: 'no-difference', days: null });
});

it.each([
  [0.9, 0.01, 1, 200],
  [0.95, 0.03, 0.8, 400],
])(
  'calls few campaigns that do nothing: %p treated, %p of them buy, tested each day for sixty days',
  (share, buying, sigma, perDay) => {
    const chance = random(7);
    const look = (groups: Moments[]) =>
      verdict(trial(means(sampleOf(groups[0]!), sampleOf(groups[1]!)), { share, tunedFor: 1000 })).kind;
    const isEverCalled = () => {
      const groups = [0, 1].map(() => ({ n: 0, sum: 0, sumOfSquares: 0 }));
      for (let day = 0; day < 60; day++) {
        for (let customer = 0; customer < perDay; customer++) {
          const group = groups[chance.uniform() < share ? 0 : 1]!;
          const spent = chance.uniform() < buying ? Math.exp(sigma * chance.normal()) : 0;
          group.n++;
          group.sum += spent;
          group.sumOfSquares += spent * spent;
        }
        if (['helped', 'hurt'].includes(look(groups))) return true;
      }
      return false;
    };
    const campaigns = 200;
    const called = Array.from({ length: campaigns }, isEverCalled).filter(Boolean).length;
    expect(called / campaigns).toBeLessThan(0.05);
  },
);

it('is as sure as there are customers where all of one group spend 12 and all of the other 10', () => {
  const still = (treated: number, control: number, n: number) => means(sample(n, treated, 0), sample(n, control, 0));
  const result = verdict(trial(still(12, 10, 100), { tunedFor: 200 }));
  expect(result).toEqual({ kind: 'helped', ...watch(sample(100, 12, 0), sample(100, 10, 0), { tunedFor: 200 }) });
  expect(result).toMatchObject({ interval: { from: expect.closeTo(1.57, 2), to: expect.closeTo(2.43, 2) } });
  expect(result).toMatchObject({ lift: { value: expect.closeTo(0.2, 12), from: expect.closeTo(0.154, 3) } });
  expect(verdict(trial(still(10, 12, 100), { tunedFor: 200 })).kind).toBe('hurt');
  // Tuned for a billion the interval is so wide that nothing is detected, and how long to wait goes
  // by that spread.
  const wide = verdict(trial(still(12, 10, 100), { tunedFor: 1e9, arrivalsPerDay: 1e6 }));
  const spread = (4 * 100 * 100) / (200 * 199);
  const needed = customersForWatch(0.5, { variance: spread }, 1e9, { error: 0.05 });
  expect(wide).toMatchObject({ kind: 'no-difference', days: Math.ceil((needed - 200) / 1e6) });
});

it('finds no difference where all are alike', () => {
  const alike = means(sample(200, 3, 0), sample(200, 3, 0));
  expect(verdict(trial(alike))).toEqual({
    kind: 'no-difference',
    days: null,
    smallestLift: 0.05,
    interval: { from: 0, to: 0 },
    lift: null,
  });
});

it.each([
  // 30 of 400 did it so far: 7.5 % of 100 arrivals a day and group.
  [shares(counts(9, 200), counts(21, 200)), 'treated', 'successes', 9, 1],
  [shares(counts(25, 200), counts(5, 200)), 'control', 'successes', 5, 1],
  [shares(counts(190, 200), counts(195, 200)), 'control', 'failures', 5, 2],
  [shares(counts(0, 0), counts(0, 0)), 'treated', 'successes', 0, null],
  [shares(counts(0, 5), counts(0, 5)), 'treated', 'successes', 0, null],
] as const)('says what there is not enough of (%#)', (measured, group, of, has, days) => {
  expect(verdict(trial(measured))).toEqual({ kind: 'not-enough', group, of, has, least: 10, days });
});

it('asks for a hundred customers where amounts are compared', () => {
  const few = (treated: number, control: number) => means(sample(treated, 1, 1), sample(control, 1, 1));
  const enough = verdict(trial(few(100, 100)));
  expect(enough.kind).toBe('no-difference');
  expect(verdict(trial(few(99, 100), { arrivalsPerDay: 1 }))).toEqual({
    kind: 'not-enough',
    group: 'treated',
    of: 'customers',
    has: 99,
    least: 100,
    days: 2,
  });
  const result = verdict(trial(few(120, 40), { share: 0.75, arrivalsPerDay: 10 }));
  expect(result).toMatchObject({ group: 'control', has: 40, days: 24 });
  const reversed = verdict(trial(few(40, 120), { share: 0.25, arrivalsPerDay: 10 }));
  expect(reversed).toMatchObject({ group: 'treated', has: 40, days: 24 });
  expect(verdict(trial(few(120, 40), { share: 0.75, arrivalsPerDay: 0.06 }))).toMatchObject({ days: null });
});

it('compares nothing where the split is broken', () => {
  const measured = shares(counts(700, 5400), counts(500, 4600));
  expect(verdict(trial(measured))).toEqual({
    kind: 'broken-split',
    counts: [5400, 4600],
    expected: [5000, 5000],
    p: watchSampleRatio([5400, 4600], [0.5, 0.5]).p,
  });
  expect(verdict(trial(measured, { share: 0.54 })).kind).toBe('helped');
  expect(verdict(trial(measured, { share: 0.75 }))).toMatchObject({
    expected: [7500, 2500],
    p: watchSampleRatio([5400, 4600], [0.75, 0.25]).p,
  });
  expect(verdict(trial(shares(counts(1, 500), counts(0, 5)))).kind).toBe('broken-split');
});

it.each([
  [{ share: 0 }, 'share must be between 0 and 1, not 0'],
  [{ smallestLift: 0 }, 'smallestLift must be a finite number above 0, not 0'],
  [{ arrivalsPerDay: -1 }, 'arrivalsPerDay must be from 0, not -1'],
  [{ arrivalsPerDay: NaN }, 'arrivalsPerDay must be from 0, not NaN'],
  [{ tunedFor: 0 }, 'tunedFor must be a finite number above 0, not 0'],
  [{ error: 1 }, 'error must be between 0 and 1, not 1'],
  [{ measured: shares(counts(30, 20), counts(12, 20)) }, 'treated.successes must be at most treated.n (20), not 30'],
  [{ measured: shares(counts(12, 30), counts(31, 30)) }, 'control.successes must be at most control.n (30), not 31'],
  [{ measured: means(sample(5, NaN, 1), sample(5, 1, 1)) }, 'treated.mean must be a finite number, not NaN'],
  [{ measured: means(sample(5, 1, 1), sample(5, 1, -1)) }, 'control.variance must be a finite number from 0, not -1'],
])('refuses what cannot be (%#)', (changes, message) => {
  expect(() => verdict(trial(same, changes))).toThrow(new RangeError(message));
});

it('swaps helped and hurt with the groups', () => {
  const group = fc
    .tuple(fc.integer({ min: 400, max: 600 }), fc.integer({ min: 10, max: 390 }))
    .map(([n, successes]) => counts(successes, n));
  const mirrored: Record<string, string> = { helped: 'hurt', hurt: 'helped' };
  fc.assert(
    fc.property(group, group, (a, b) => {
      const [one, other] = [verdict(trial(shares(a, b))).kind, verdict(trial(shares(b, a))).kind];
      expect(other).toBe(mirrored[one] ?? one);
    }),
  );
});
