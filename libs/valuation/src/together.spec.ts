import { goesWith, logLikelihoodRatio } from './together';

it.each([
  [1, 0, 0, 1, 2.772589],
  [10, 0, 0, 10, 27.72589],
  [5, 1995, 0, 100_000, 39.33052],
  [5, 5, 5, 5, 0],
  [0, 0, 0, 0, 0],
])('has the values of Apache Mahout for %p, %p, %p, %p', (both, first, second, neither, ratio) => {
  expect(logLikelihoodRatio(both, first, second, neither)).toBeCloseTo(ratio, 5);
});

it('recommends what is together more often than chance, and nothing that is less', () => {
  const baskets = [['a', 'b'], ['a', 'b'], ['a', 'b', 'c'], ['c'], ['c', 'd'], ['c', 'd'], ['a', 'd']].map(
    (items) => new Set(items),
  );
  const found = goesWith('a', baskets, 5);
  expect(found.map(({ item }) => item)).toEqual(['b']);
  expect(goesWith('x', baskets, 5)).toEqual([]);
});

it('ranks by the ratio, then by name, and keeps to the limit', () => {
  const baskets = ['ab', 'abc', 'ac', 'abc', 'd', 'd', 'e', 'ae'].map((items) => new Set(items));
  const found = goesWith('a', baskets, 9);
  // a is in 5 of 8; b in 3 and c in 3, always with a; e in 2, once with a: less than chance.
  expect(found.map(({ item }) => item)).toEqual(['b', 'c']);
  expect(found[0]!.score).toBeCloseTo(logLikelihoodRatio(3, 2, 0, 3), 12);
  expect(goesWith('a', baskets, 1)).toEqual(found.slice(0, 1));
  expect(goesWith('d', baskets, 9)).toEqual([]);
});
