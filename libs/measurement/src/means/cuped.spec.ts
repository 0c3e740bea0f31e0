import fc from 'fast-check';
import { random } from '../../testing/random';
import { cuped } from './cuped';
import { compareMeans } from './means';
import { NO_PAIRS, pairsOf } from './moments';
import { sampleOf } from '../tests/sample';

const SEED = 7;

// Computed from the customers themselves by numpy.
it('takes out what the past explains: Deng, Xu, Kohavi & Walker (2013), eq. 4', () => {
  const treated = pairsOf([
    [10, 8],
    [12, 11],
    [9, 9],
    [15, 13],
  ]);
  const control = pairsOf([
    [7, 7],
    [9, 9],
    [6, 7],
    [12, 12],
    [8, 10],
  ]);
  const adjusted = cuped(treated, control);
  expect(adjusted.theta).toBeCloseTo(1.0534351145038168, 13);
  expect(adjusted.reduction).toBeCloseTo(0.861220650482978, 13);
  expect(adjusted.treated).toEqual({
    n: 4,
    mean: expect.closeTo(10.768447837150127, 12),
    variance: expect.closeTo(0.8683643144338906, 12),
  });
  expect(adjusted.control).toEqual({
    n: 5,
    mean: expect.closeTo(8.985241730279899, 12),
    variance: expect.closeTo(0.8128489015791622, 12),
  });
});

it(`REFERENCES, "Measurement of campaigns": with a correlation of .86 the variance falls by 74 % (40,000 customers, seed ${SEED})`, () => {
  const chance = random(SEED);
  const spend = (lift: number): [number, number] => {
    const before = chance.normal();
    return [100 + lift + 20 * (0.86 * before + Math.sqrt(1 - 0.86 ** 2) * chance.normal()), 100 + 20 * before];
  };
  const treated = pairsOf(Array.from({ length: 20_000 }, () => spend(1)));
  const control = pairsOf(Array.from({ length: 20_000 }, () => spend(0)));
  const adjusted = cuped(treated, control);
  expect(adjusted.reduction).toBeCloseTo(0.74, 2);
  const plain = compareMeans(sampleOf(treated), sampleOf(control))!;
  const finer = compareMeans(adjusted.treated, adjusted.control)!;
  const width = ({ interval }: typeof plain) => interval.to - interval.from;
  expect((width(finer) / width(plain)) ** 2).toBeCloseTo(0.26, 2);
  expect(finer.interval.from).toBeLessThan(1);
  expect(finer.interval.to).toBeGreaterThan(1);
});

it('changes nothing where nothing is known of before', () => {
  const treated = pairsOf([
    [1, 0],
    [2, 0],
    [6, 0],
  ]);
  const control = pairsOf([
    [1, 0],
    [3, 0],
  ]);
  expect(cuped(treated, control)).toEqual({
    treated: sampleOf(treated),
    control: sampleOf(control),
    theta: 0,
    reduction: 0,
  });
  const still = pairsOf([
    [2, 1],
    [2, 5],
  ]);
  expect(cuped(still, still)).toMatchObject({ theta: 0, reduction: 0 });
});

it('goes by the other group where one is empty', () => {
  const control = pairsOf([
    [1, 1],
    [3, 2],
    [8, 4],
  ]);
  const adjusted = cuped(NO_PAIRS, control);
  expect(adjusted.control.mean).toBeCloseTo(4, 12);
  expect(adjusted.theta).toBeCloseTo(cuped(control, control).theta, 12);
  expect(adjusted.treated.n).toBe(0);
});

it('leaves no variance where the past explains all, and never less than none', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 3, maxLength: 20 }), (past) => {
      const pairs = pairsOf(past.map((before) => [3 * before + 1, before]));
      const { treated } = cuped(pairs, pairs);
      expect(treated.variance).toBeGreaterThanOrEqual(0);
      expect(treated.variance).toBeLessThan(1e-6);
    }),
  );
});

it('refuses what cannot be', () => {
  expect(() => cuped({ ...NO_PAIRS, n: -1 }, NO_PAIRS)).toThrow('treated.n must be a whole number from 0, not -1');
  expect(() => cuped(NO_PAIRS, { ...NO_PAIRS, n: 2, sum: NaN })).toThrow(
    'control.sum must be a finite number, not NaN',
  );
});

it('is not certain by accident where the past explains all that differs within the groups', () => {
  const spend = (lift: number, n: number) =>
    pairsOf(Array.from({ length: n }, (_, index): [number, number] => [lift + 1.7 * (index % 13), 0.1 * (index % 13)]));
  const { treated, control, theta, reduction } = cuped(spend(12, 130), spend(10, 65));
  expect(theta).toBeCloseTo(17, 9);
  expect(reduction).toBeCloseTo(1, 9);
  expect([treated.variance, control.variance]).toEqual([0, 0]);
  const compared = compareMeans(treated, control)!;
  expect(compared.difference).toBeCloseTo(2, 9);
  expect(compared.t).toBeCloseTo(Math.sqrt(194), 6);
});

it('leaves groups as they are that have no spread to explain', () => {
  const all = (value: number) =>
    pairsOf(Array.from({ length: 40 }, (_, index): [number, number] => [value, index % 7]));
  const { treated, control, theta, reduction } = cuped(all(12), all(10));
  expect([theta, reduction]).toEqual([0, 0]);
  expect(compareMeans(treated, control)!.t).toBeCloseTo(Math.sqrt(79), 9);
  expect(compareMeans(cuped(all(10), all(10)).treated, control)).toBeNull();
});

it('takes nothing from a past in which all are alike but for rounding', () => {
  const spend = (n: number) => pairsOf(Array.from({ length: n }, (_, index): [number, number] => [index % 3, 0.1]));
  expect(cuped(spend(31), spend(47))).toMatchObject({ theta: 0, reduction: 0 });
  const alike = (n: number) => pairsOf(Array.from({ length: n }, (_, index): [number, number] => [0.1, index % 3]));
  expect(cuped(alike(31), alike(47))).toMatchObject({ reduction: 0 });
});
