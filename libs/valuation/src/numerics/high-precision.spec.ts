// Against values of 150 digits (mpmath, from the textbook formulas:
// libs/valuation/reference/vectors.py), among them those where the textbook forms fail in doubles:
// x = 2,000, T = 2,000 weeks, t_x = T, x = 0, a near 1.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bgnbdExpectedPurchases, bgnbdPAlive } from '../models/bgnbd';
import {
  bgnbdCountProbability,
  bgnbdLaterCountProbability,
  mbgnbdCountProbability,
  mbgnbdLaterCountProbability,
} from '../models/counts';
import { discountedPurchases } from './discounting';
import { mbgnbdExpectedPurchases, mbgnbdPAlive } from '../models/mbgnbd';
import { paretoNbdCountProbability, paretoNbdLaterCountProbability } from '../models/pareto-counts';
import { paretoNbdExpectedPurchases, paretoNbdLogLikelihood, paretoNbdPAlive } from '../models/pareto-nbd';
import { digamma, lnGamma } from './special';
import { CDNOW_MODEL } from '../worth/value';

const CDNOW_PARETO = { r: 0.5532770621, alpha: 10.577683353, s: 0.6062399461, beta: 11.6687328594 };

type Vector = Record<string, number>;
const vectors = JSON.parse(readFileSync(join(__dirname, '../../reference/vectors.json'), 'utf8')) as Record<
  string,
  Vector[]
>;
const parametersOf = (vector: Vector) => vector as { r: number; alpha: number; a: number; b: number };
const historyOf = ({ x, tx, T }: Vector) => ({ x: x!, tx: tx!, T: T! });

/** The largest relative error over all vectors. */
function worst(list: Vector[], computed: (vector: Vector) => number, expected: (vector: Vector) => number): number {
  return Math.max(
    ...list.map((vector) => {
      const [is, be] = [computed(vector), expected(vector)];
      return is === be ? 0 : Math.abs(is - be) / Math.max(Math.abs(be), 1e-290);
    }),
  );
}

it('ln Γ and ψ', () => {
  const absolute = (is: number, be: number) => Math.abs(is - be) / Math.max(1, Math.abs(be));
  for (const { x, lnGamma: ln, digamma: psi } of vectors.special as Vector[]) {
    expect(absolute(lnGamma(x!), ln!)).toBeLessThan(5e-15);
    expect(absolute(digamma(x!), psi!)).toBeLessThan(5e-15);
  }
});

it('P(alive) of BG/NBD and MBG/NBD', () => {
  const list = vectors.dropout as Vector[];
  expect(
    worst(
      list,
      (v) => bgnbdPAlive(parametersOf(v), historyOf(v)),
      (v) => v.bgAlive!,
    ),
  ).toBeLessThan(1e-11);
  expect(
    worst(
      list,
      (v) => mbgnbdPAlive(parametersOf(v), historyOf(v)),
      (v) => v.mbgAlive!,
    ),
  ).toBeLessThan(1e-11);
});

it('expected purchases of BG/NBD and MBG/NBD', () => {
  const list = vectors.dropout as Vector[];
  const bg = (v: Vector) => bgnbdExpectedPurchases(parametersOf(v), historyOf(v), v.t!);
  const mbg = (v: Vector) => mbgnbdExpectedPurchases(parametersOf(v), historyOf(v), v.t!);
  expect(worst(list, bg, (v) => v.bgWhileAlive! * v.bgAlive!)).toBeLessThan(1e-10);
  expect(worst(list, mbg, (v) => v.mbgWhileAlive! * v.mbgAlive!)).toBeLessThan(1e-10);
});

it('Pareto/NBD: log-likelihood, P(alive), expected purchases', () => {
  const list = vectors.pareto as Vector[];
  const pareto = (v: Vector) => v as { r: number; alpha: number; s: number; beta: number };
  expect(
    worst(
      list,
      (v) => paretoNbdLogLikelihood(pareto(v), historyOf(v)),
      (v) => v.logLikelihood!,
    ),
  ).toBeLessThan(1e-11);
  expect(
    worst(
      list,
      (v) => paretoNbdPAlive(pareto(v), historyOf(v)),
      (v) => v.alive!,
    ),
  ).toBeLessThan(1e-10);
  expect(
    worst(
      list,
      (v) => paretoNbdExpectedPurchases(pareto(v), historyOf(v), v.t!),
      (v) => v.expected!,
    ),
  ).toBeLessThan(1e-10);
});

it('P(x purchases in t)', () => {
  const list = vectors.counts as Vector[];
  expect(
    worst(
      list,
      (v) => bgnbdCountProbability(parametersOf(v), v.x!, v.t!),
      (v) => v.bg!,
    ),
  ).toBeLessThan(1e-11);
  expect(
    worst(
      list,
      (v) => mbgnbdCountProbability(parametersOf(v), v.x!, v.t!),
      (v) => v.mbg!,
    ),
  ).toBeLessThan(1e-11);
});

it('Pareto/NBD: P(x purchases in t), by eq. 16 of Fader & Hardie (2006)', () => {
  const list = vectors.paretoCounts as Vector[];
  const pareto = (v: Vector) => v as { r: number; alpha: number; s: number; beta: number };
  expect(
    worst(
      list,
      (v) => paretoNbdCountProbability(pareto(v), v.x!, v.t!),
      (v) => v.probability!,
    ),
  ).toBeLessThan(1e-11);
});

it.each([
  ['bg', bgnbdLaterCountProbability, CDNOW_MODEL.bgnbd],
  ['mbg', mbgnbdLaterCountProbability, CDNOW_MODEL.mbgnbd],
  ['pareto', paretoNbdLaterCountProbability, CDNOW_PARETO],
])(
  '%s: P(x purchases in t) of a known customer, by numerical integrals of the likelihood',
  (name, probability, model) => {
    const of = probability as (parameters: object, history: object, count: number, t: number) => number;
    expect(
      worst(
        vectors.laterCounts as Vector[],
        (v) => of(model, historyOf(v), v.count!, v.t!),
        (v) => v[name]!,
      ),
    ).toBeLessThan(1e-11);
  },
);

it('discounted purchases of customer 1', () => {
  const history = { x: 2, tx: 213 / 7, T: 272 / 7 };
  const expected = (weeks: number) => bgnbdExpectedPurchases(CDNOW_MODEL.bgnbd, history, weeks);
  const list = vectors.discounted as Vector[];
  expect(
    worst(
      list,
      (v) => discountedPurchases(expected, v.horizon!, v.yearlyRate!),
      (v) => v.purchases!,
    ),
  ).toBeLessThan(1e-11);
});
