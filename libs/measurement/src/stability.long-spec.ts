// Over counts from none to millions, amounts from nothing to millions with and without spread,
// groups of none, one and many, all alike or not: every comparison is made of finite numbers or
// says null, intervals hold their estimate, chances add up to one.
import fc from 'fast-check';
import { betaChances, normalChances } from './policy/choose';
import { cuped } from './means/cuped';
import { describeVerdict } from './describe/describe-verdict';
import { compareMeans } from './means/means';
import { type PairedMoments, pairsOf } from './means/moments';
import { type Decision, doublyRobust, ips, selfNormalisedIps } from './policy/off-policy';
import {
  customersForMeans,
  customersForProportions,
  customersForWatch,
  detectableDifference,
  detectableRise,
  powerOfProportions,
} from './tests/power';
import { compareProportions } from './tests/proportions';
import { watchRates } from './sequential/rate-sequences';
import { type Interval, type Sample, type Successes, ratioSample, sampleOf, shareSample } from './tests/sample';
import { sampleRatio, watchSampleRatio } from './tests/sample-ratio';
import { watch } from './sequential/sequences';
import { compareVariants } from './tests/several';
import { verdict } from './describe/verdict';
import type { Measured } from './describe/trial';

const successes: fc.Arbitrary<Successes> = fc
  .tuple(fc.oneof(fc.constantFrom(0, 1, 2, 3_000_000), fc.nat(100_000)), fc.constantFrom(0, 1e-6, 0.01, 0.5, 0.999, 1))
  .map(([n, share]) => ({ n, successes: Math.round(n * share) }));
const someone = successes.filter(({ n }) => n > 0);
const n = fc.oneof(fc.constantFrom(2, 100, 3_000_000), fc.integer({ min: 2, max: 10_000 }));
const mean = fc.oneof(fc.constantFrom(0, 10, 12, -3), fc.double({ min: -1e6, max: 1e6, noNaN: true }));
const variance = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e12, noNaN: true }));
const sample: fc.Arbitrary<Sample> = fc.record({ n, mean, variance });
/**
 * From customers, so that rounding is in it: each a base, a step times one of a few, and a price.
 */
const pairs: fc.Arbitrary<PairedMoments> = fc
  .record({
    size: fc.integer({ min: 2, max: 60 }),
    base: fc.constantFrom(0, 10, 10.1, 99_999),
    step: fc.constantFrom(0, 1, 0.1, 1_234),
    price: fc.constantFrom(0, 1, 1 / 3, 7),
  })
  .map(({ size, base, step, price }) =>
    pairsOf(Array.from({ length: size }, (_, at): [number, number] => [base + step * (at % 5) * price, 1 + (at % 5)])),
  );

const shareSeen = ({ treated, control }: Measured) => (treated.n + 1) / (treated.n + control.n + 2);

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(numbersIn) : [];
}
const expectFinite = (value: unknown) =>
  expect(numbersIn(value).filter((number) => !Number.isFinite(number))).toEqual([]);

function expectToHold({ difference, interval }: { difference: number; interval: Interval }): void {
  const hair = 1e-9 * Math.abs(difference) + 1e-12;
  expect(interval.from).toBeLessThanOrEqual(difference + hair);
  expect(interval.to).toBeGreaterThanOrEqual(difference - hair);
}

it('two means, once and at any time', () => {
  fc.assert(
    fc.property(sample, sample, fc.double({ min: 10, max: 1e8, noNaN: true }), (treated, control, tunedFor) => {
      for (const compared of [compareMeans(treated, control), watch(treated, control, { tunedFor })]) {
        if (!compared) {
          expect([treated.variance, control.variance]).toEqual([0, 0]);
          expect(treated.mean).toBeCloseTo(control.mean, 0);
          continue;
        }
        expectFinite(compared);
        expectToHold(compared);
        expect(compared.p).toBeGreaterThanOrEqual(0);
        expect(compared.p).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: cases(2_000) },
  );
});

it('what the past explains and ratios, with rounding in them', () => {
  fc.assert(
    fc.property(pairs, pairs, (treated, control) => {
      const adjusted = cuped(treated, control);
      expectFinite(adjusted);
      expect(adjusted.reduction).toBeLessThanOrEqual(1 + 1e-9);
      const all = treated.n + control.n;
      for (const [one, other] of [
        [adjusted.treated, adjusted.control],
        [ratioSample(treated), ratioSample(control)],
        [sampleOf(treated), sampleOf(control)],
      ] as const) {
        const compared = compareMeans(one, other);
        expectFinite(compared);
        // Nothing is certain by accident: no more than where neither group has any spread, or than
        // what spread there is allows.
        if (compared && one.variance === 0 && other.variance === 0)
          expect(Math.abs(compared.t)).toBeLessThanOrEqual(Math.sqrt(all) + 1e-9);
      }
    }),
    { numRuns: cases(2_000) },
  );
});

it('two proportions, once, at any time, and exactly', () => {
  fc.assert(
    fc.property(someone, someone, (treated, control) => {
      const once = compareProportions(treated, control);
      const exactly = watchRates(treated, control);
      const always = watch(shareSample(treated), shareSample(control), { tunedFor: 10_000 });
      for (const compared of [once, exactly, ...(always ? [always] : [])]) {
        expectFinite(compared);
        expectToHold(compared);
      }
      expect(once.interval.from).toBeGreaterThanOrEqual(-1 - 1e-9);
      expect(once.interval.to).toBeLessThanOrEqual(1 + 1e-9);
    }),
    { numRuns: cases(2_000) },
  );
});

it('a verdict, and its sentence', () => {
  const measured: fc.Arbitrary<Measured> = fc.oneof(
    fc.record({ kind: fc.constant('share' as const), treated: successes, control: successes }),
    fc.record({ kind: fc.constant('mean' as const), treated: sample, control: sample }),
  );
  // As it was planned, too, so that more comes up than splits that are broken.
  const share = fc.constantFrom(null, null, 0.01, 0.5, 0.9);
  fc.assert(
    fc.property(
      measured,
      share,
      fc.constantFrom(0, 0.1, 1e6),
      fc.constantFrom(10, 1e4, 1e9),
      (what, part, arrivals, tuned) => {
        const trial = {
          measured: what,
          share: part ?? shareSeen(what),
          tunedFor: tuned,
          smallestLift: 0.02,
          arrivalsPerDay: arrivals,
        };
        const result = verdict(trial);
        expectFinite(result);
        for (const locale of ['en', 'zh-CN'] as const)
          expect(describeVerdict(result, locale, { name: 'orders' })).not.toMatch(/NaN|Infinity|undefined|null/);
      },
    ),
    { numRuns: cases(3_000) },
  );
});

it('the split, and several variants', () => {
  const counts = fc.array(fc.nat(5_000_000), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(counts, fc.array(sample, { minLength: 1, maxLength: 4 }), sample, (sizes, variants, control) => {
      for (const checked of [
        sampleRatio(
          sizes,
          sizes.map(() => 1),
        ),
        watchSampleRatio(
          sizes,
          sizes.map(() => 1),
        ),
      ]) {
        expectFinite(checked);
        expect(checked.p).toBeGreaterThanOrEqual(0);
        expect(checked.p).toBeLessThanOrEqual(1);
      }
      const compared = compareVariants(Object.fromEntries(variants.map((one, at) => [`v${at}`, one])), control);
      expectFinite(compared);
      for (const { p, adjustedP } of compared) expect(adjustedP).toBeGreaterThanOrEqual(p);
    }),
    { numRuns: cases(1_000) },
  );
});

it('sizes and what they find', () => {
  const rate = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
  const difference = fc.double({ min: 1e-3, max: 1e5, noNaN: true });
  const spread = fc.double({ min: 1e-3, max: 1e9, noNaN: true });
  const people = fc.integer({ min: 2, max: 10_000_000 });
  fc.assert(
    fc.property(rate, rate, difference, spread, people, (control, treated, by, one, customers) => {
      const sizes = [customersForMeans(by, { variance: one }), customersForWatch(by, { variance: one }, 10_000)];
      if (treated !== control) sizes.push(customersForProportions(control, treated));
      expectFinite([sizes, detectableDifference({ variance: one }, customers), detectableRise(control, customers)]);
      expect(sizes[1]).toBeGreaterThan(sizes[0]!);
      const power = powerOfProportions(control, treated, customers);
      expect(power).toBeGreaterThanOrEqual(0);
      expect(power).toBeLessThanOrEqual(1);
      expect(powerOfProportions(control, treated, 2 * customers)).toBeGreaterThanOrEqual(power);
    }),
    { numRuns: cases(1_000) },
  );
});

it('chances of choices come to one', () => {
  const evidence = fc
    .tuple(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 100_000 })), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([seen, part]) => ({ at: 0, n: seen, sum: Math.round(seen * part), sumOfSquares: Math.round(seen * part) }));
  const prior = { mean: 0.5, customers: 1, variance: 1, varianceCustomers: 1 };
  fc.assert(
    fc.property(fc.array(evidence, { minLength: 1, maxLength: 4 }), (all) => {
      const evidences = Object.fromEntries(all.map((one, at) => [`c${at}`, one]));
      const policy = { halfLifeDays: 30, floor: 0.01 };
      for (const choices of [betaChances(evidences, policy, 1e9), normalChances(evidences, policy, 1e9, prior)]) {
        expectFinite(choices);
        expect(choices.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(1, 9);
        for (const { chance } of choices) expect(chance).toBeGreaterThanOrEqual(0.01 - 1e-12);
      }
    }),
    { numRuns: cases(100) },
  );
});

it('what another way of choosing would have earned', () => {
  const decision: fc.Arbitrary<Decision> = fc.record({
    id: fc.constant('d'),
    choice: fc.constantFrom('a', 'b'),
    chance: fc.double({ min: 1e-6, max: 1, noNaN: true }),
    reward: mean,
  });
  fc.assert(
    fc.property(fc.array(decision, { maxLength: 20 }), fc.constantFrom(0, 0.5, 1), (decisions, part) => {
      const target = (_: Decision, choice: string) => (choice === 'a' ? part : 1 - part);
      for (const estimate of [
        ips(decisions, target),
        selfNormalisedIps(decisions, target),
        doublyRobust(decisions, ['a', 'b'], target, () => 1),
      ]) {
        if (decisions.length < 2) expect(estimate).toBeNull();
        expectFinite(estimate);
        if (estimate) expectToHold({ difference: estimate.value, interval: estimate.interval });
      }
    }),
  );
});
