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

it('puts the stronger first, wherever it was met', () => {
  // With a: b once of one, c three times of three, d as c.
  const baskets = ['ab', 'ac d', 'ac d', 'ac d', 'x', 'x', 'x', 'x', 'x'].map(
    (items) => new Set(items.replace(' ', '')),
  );
  expect(goesWith('a', baskets, 9).map(({ item }) => item)).toEqual(['c', 'd', 'b']);
  const turned = [...baskets].reverse().map((basket) => new Set([...basket].reverse()));
  expect(goesWith('a', turned, 9).map(({ item }) => item)).toEqual(['c', 'd', 'b']);
  // Just as often as chance is no recommendation.
  expect(
    goesWith(
      'a',
      ['ab', 'a', 'b', ''].map((items) => new Set(items)),
      9,
    ),
  ).toEqual([]);
});

it('is of both sides: the ratio of a table and of its mirror', () => {
  expect(logLikelihoodRatio(5, 7, 2, 30)).toBeCloseTo(logLikelihoodRatio(5, 2, 7, 30), 12);
  // 2 Σ k ln(k·n / (row·column)), by hand.
  const cells = [
    [5, 12, 7],
    [7, 12, 37],
    [2, 32, 7],
    [30, 32, 37],
  ] as const;
  const byHand = 2 * cells.reduce((sum, [k, row, column]) => sum + k * Math.log((k * 44) / (row * column)), 0);
  expect(logLikelihoodRatio(5, 7, 2, 30)).toBeCloseTo(byHand, 10);
});
