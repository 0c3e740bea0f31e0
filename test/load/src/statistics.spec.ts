import { medianRatio, summaryOf } from './statistics';

it('returns the median and the range', () => {
  expect(summaryOf([30, 10, 20])).toEqual({ median: 20, least: 10, most: 30 });
});

it('takes the mean of the middle two of an even number of figures', () => {
  expect(summaryOf([4, 1, 2, 3])).toEqual({ median: 2.5, least: 1, most: 4 });
});

it('compares the runs of a pair before it takes the median', () => {
  // The machine became four times as fast; the ratio of the pairs shows none of it.
  const pairs = [
    { here: 110, there: 100 },
    { here: 440, there: 400 },
    { here: 210, there: 200 },
  ];
  expect(medianRatio(pairs)).toBeCloseTo(1.1);
});

it('leaves pairs out that cannot be compared', () => {
  expect(medianRatio([{ here: 1 }, { there: 1 }, { here: 1, there: 0 }])).toBeNull();
  expect(medianRatio([{ here: 1 }, { here: 3, there: 2 }])).toBe(1.5);
});
