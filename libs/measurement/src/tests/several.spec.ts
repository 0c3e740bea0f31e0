import fc from 'fast-check';
import { compareMeans } from '../means/means';
import { benjaminiHochberg, compareVariants, holm } from './several';

const close = (values: number[]) => values.map((value) => expect.closeTo(value, 12) as number);

// Benjamini & Hochberg (1995), section 3.2: the fifteen p values of the thrombolysis trial.
const TRIAL = [
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
];

it('finds as many as Benjamini & Hochberg (1995) did: four by theirs, three with Bonferroni’s guarantee', () => {
  expect(benjaminiHochberg(TRIAL).filter((p) => p <= 0.05)).toHaveLength(4);
  expect(holm(TRIAL).filter((p) => p <= 0.05)).toHaveLength(3);
});

// R 4's p.adjust on the same: 15·p/rank from the largest down; (16 − rank)·p from the smallest up.
it('adjusts as R’s p.adjust', () => {
  expect(holm([0.01, 0.02, 0.03, 0.04, 0.05])).toEqual(close([0.05, 0.08, 0.09, 0.09, 0.09]));
  expect(benjaminiHochberg([0.01, 0.02, 0.03, 0.04, 0.05])).toEqual(close([0.05, 0.05, 0.05, 0.05, 0.05]));
  expect(holm([0.4, 0.001, 0.6])).toEqual(close([0.8, 0.003, 0.8]));
  expect(benjaminiHochberg([0.4, 0.001, 0.6])).toEqual(close([0.6, 0.003, 0.6]));
  expect(benjaminiHochberg([0.9, 0.2, 0.01, 0.8])).toEqual(close([0.9, 0.4, 0.04, 0.9]));
  expect(holm([0.9, 0.8])).toEqual([1, 1]);
  expect([holm([]), benjaminiHochberg([])]).toEqual([[], []]);
});

it('refuses what is no probability', () => {
  expect(() => holm([0.1, 1.1])).toThrow(new RangeError('ps[1] must be from 0 to 1, not 1.1'));
  expect(() => benjaminiHochberg([-0.1])).toThrow(new RangeError('ps[0] must be from 0 to 1, not -0.1'));
  expect(holm([0, 1])).toEqual([0, 1]);
});

it('never lowers a p, keeps their order, and does not depend on the order given', () => {
  const p = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(p, { minLength: 1, maxLength: 12 }), (ps) => {
      for (const adjust of [holm, benjaminiHochberg]) {
        const adjusted = adjust(ps);
        adjusted.forEach((value, index) => expect(value).toBeGreaterThanOrEqual(ps[index]!));
        adjusted.forEach((value) => expect(value).toBeLessThanOrEqual(1));
        expect(adjust([...ps].reverse())).toEqual([...adjusted].reverse());
      }
      benjaminiHochberg(ps).forEach((value, index) => expect(value).toBeLessThanOrEqual(holm(ps)[index]! + 1e-12));
    }),
  );
});

it('compares several variants with one control', () => {
  const control = { n: 500, mean: 10, variance: 25 };
  const variants = {
    letter: { n: 500, mean: 10.9, variance: 25 },
    call: { n: 400, mean: 10.5, variance: 30 },
    empty: { n: 0, mean: NaN, variance: NaN },
    nothing: { n: 300, mean: 10, variance: 25 },
  };
  const compared = compareVariants(variants, control, 0.92);
  expect(compared.map(({ variant }) => variant)).toEqual(['letter', 'call', 'nothing']);
  const [letter, call] = compared;
  expect(letter).toMatchObject(compareMeans(variants.letter, control, 0.98)!);
  expect(letter!.adjustedP).toBeCloseTo(3 * letter!.p, 14);
  expect(call!.adjustedP).toBeCloseTo(2 * call!.p, 14);
  expect(compareVariants(variants, control)[0]!.interval).toEqual(
    compareMeans(variants.letter, control, 0.9875)!.interval,
  );
  expect(() => compareVariants({}, control, 1)).toThrow('level must be between 0 and 1, not 1');
});
