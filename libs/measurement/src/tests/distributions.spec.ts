// Against 80 digits of mpmath (reference/vectors.py), and quantiles against scipy.stats 1.17
// (t.ppf, norm.ppf).
import { off, vectors } from '../../testing/vectors';
import {
  betaCdf,
  chiSquareTail,
  lnBeta,
  normalCdf,
  normalQuantile,
  normalTwoSided,
  studentCdf,
  studentDensity,
  studentQuantile,
  studentTwoSided,
} from './distributions';

const { normal, student, chiSquare, beta } = vectors.distributions;

it.each(normal)('normal at $z', ({ z, twoSided, below }) => {
  expect(off(normalTwoSided(z!), twoSided!)).toBeLessThan(1e-14);
  expect(off(normalCdf(z!), below!)).toBeLessThan(1e-14);
});

it.each(student)('Student at $t with $df degrees of freedom', ({ t, df, twoSided, density }) => {
  expect(off(studentTwoSided(t!, df!), twoSided!)).toBeLessThan(1e-12);
  expect(off(studentTwoSided(-t!, df!), twoSided!)).toBeLessThan(1e-12);
  expect(off(studentDensity(t!, df!), density!)).toBeLessThan(1e-11);
  expect(off(studentCdf(-t!, df!), twoSided! / 2)).toBeLessThan(1e-12);
  expect(off(studentCdf(t!, df!), 1 - twoSided! / 2)).toBeLessThan(1e-12);
});

it.each(chiSquare)('χ² at $x with $df degrees of freedom', ({ x, df, tail }) => {
  expect(off(chiSquareTail(x!, df!), tail!)).toBeLessThan(1e-13);
});

it.each(beta)('Beta($a, $b) at $x', ({ x, a, b, below, lnBeta: ln }) => {
  expect(off(betaCdf(x!, a!, b!), below!)).toBeLessThan(1e-12);
  expect(off(lnBeta(a!, b!), ln!)).toBeLessThan(1e-12);
});

it.each([
  [0.5, 0],
  [0.975, 1.959963984540054],
  [0.001, -3.090232306167813],
  [0.8, 0.8416212335729143],
])('normal quantile %d', (p, z) => {
  expect(normalQuantile(p)).toBeCloseTo(z, 13);
});

it.each([
  [0.95, 1, 12.706204736174694],
  [0.95, 5, 2.5705818356363146],
  [0.999, 1, 636.6192487687897],
  [0.99, 30, 2.7499956535672254],
  [0.5, 3.5, 0.7509370293940778],
  [0.95, 5841.742, 1.9603701569567122],
])('Student quantile: %d inside with %d degrees of freedom', (level, df, t) => {
  expect(off(studentQuantile(level, df), t)).toBeLessThan(1e-12);
});

it.each([0.5, 1, 2])(
  'Student of a million degrees of freedom at %d is the normal and the first term of its expansion',
  (t) => {
    // Abramowitz & Stegun 26.7.8 is of the same expansion; the next term is below 1e-12.
    const first = (normalDensity(t) * (t ** 3 + t)) / (2 * 1e6);
    expect(Math.abs(studentTwoSided(t, 1e6) - normalTwoSided(t) - first)).toBeLessThan(2e-12);
  },
);

function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}
