// Against closed forms; against values of 150 digits see high-precision.spec.ts.
import { paretoNbdExpectedPurchases } from '../models/pareto-nbd';
import { digamma, hyp2f1One, lnGamma, logAddExp, logSubExp } from './special';

const close = (is: number, be: number, digits = 13) => expect(is / be).toBeCloseTo(1, digits);

// Rounding adds up over the thousands of steps that the last ones take.
it.each([
  [0.01, 12],
  [0.1, 13],
  [0.5, 13],
  [0.9, 13],
  [0.99, 13],
  [0.9999, 11],
  [0.999999, 10],
])('₂F₁(1, b; c; z) has its closed forms at z = %p to %p digits', (z, digits) => {
  close(hyp2f1One(1, 2, z), -Math.log1p(-z) / z, digits);
  close(hyp2f1One(0.5, 1.5, z), Math.atanh(Math.sqrt(z)) / Math.sqrt(z), digits);
  close(hyp2f1One(2, 3, z), (-2 * (z + Math.log1p(-z))) / (z * z), digits);
});

it('is 1 at 0, and has an end however near 1', () => {
  expect(hyp2f1One(3, 7, 0)).toBe(1);
  expect(hyp2f1One(1, 2, 1 - 1e-15)).toBeGreaterThan(10);
});

it('lnΓ and ψ at whole and half numbers', () => {
  close(lnGamma(5), Math.log(24));
  close(lnGamma(0.5), Math.log(Math.PI) / 2);
  close(lnGamma(12), Math.log(39_916_800));
  close(digamma(1), -0.5772156649015329);
  close(digamma(0.5), -0.5772156649015329 - 2 * Math.LN2);
  close(digamma(11), digamma(10) + 0.1);
});

it('adds and takes away what is given by its logarithm', () => {
  close(logAddExp(Math.log(3), Math.log(5)), Math.log(8));
  close(logAddExp(Math.log(5), Math.log(3)), Math.log(8));
  expect(logAddExp(1_000, 1_000)).toBe(1_000 + Math.LN2);
  expect([logAddExp(-Infinity, 2), logAddExp(2, -Infinity), logAddExp(-Infinity, -Infinity)]).toEqual([
    2,
    2,
    -Infinity,
  ]);
  close(logSubExp(Math.log(8), Math.log(3)), Math.log(5));
  expect([logSubExp(2, -Infinity), logSubExp(2, 2)]).toEqual([2, -Infinity]);
});

it('Pareto/NBD has a limit where s is 1', () => {
  const expected = (s: number) =>
    paretoNbdExpectedPurchases({ r: 0.5, alpha: 10, s, beta: 11 }, { x: 2, tx: 20, T: 30 }, 39);
  expect(expected(1)).toBeCloseTo((expected(1 - 1e-6) + expected(1 + 1e-6)) / 2, 9);
});
