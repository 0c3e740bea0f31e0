import { inDigits, tableOf } from './table';

it('shows the median and the range of one build', () => {
  const here = [{ 'events/s': 2_000 }, { 'events/s': 2_600 }, { 'events/s': 1_900 }];
  expect(tableOf({ here, there: [] })).toEqual(['                 median (range)', 'events/s  2,000 (1,900 … 2,600)']);
});

it('shows both builds and the median ratio of their pairs', () => {
  const there = [{ 'events/s': 1_000 }, { 'events/s': 4_000 }];
  const here = [{ 'events/s': 1_200 }, { 'events/s': 5_200 }];
  const [, row] = tableOf({ here, there });
  expect(row).toBe('events/s  2,500 (1,000 … 4,000)  3,200 (1,200 … 5,200)          1.25');
});

it('shows a figure that one build lacks as a dash, without a ratio', () => {
  const [, , row] = tableOf({ there: [{ a: 1 }], here: [{ a: 1, b: 2 }] });
  expect(row).toBe('b      –  2.00');
});

it.each([
  [2_385.4, '2,385'],
  [38.52, '38.5'],
  [0.361, '0.36'],
  [0.0482, '0.048'],
  [0, '0'],
])('writes %p as %p', (figure, text) => {
  expect(inDigits(figure)).toBe(text);
});
