import fc from 'fast-check';
import { partOf, pick, shareOf } from './split';

const CUSTOMERS = 100_000;
const places = (split: string) => Array.from({ length: CUSTOMERS }, (_, index) => shareOf(split, `c${index}`));
/** Of counts in so many equal cells: Pearson's χ² less its mean, in standard deviations (√2·df). */
const offBy = (counts: number[]) => {
  const due = CUSTOMERS / counts.length;
  const chiSquare = counts.reduce((sum, count) => sum + (count - due) ** 2 / due, 0);
  return (chiSquare - (counts.length - 1)) / Math.sqrt(2 * (counts.length - 1));
};
const tally = (cells: number, cellOf: (index: number) => number) => {
  const counts = new Array<number>(cells).fill(0);
  for (let index = 0; index < CUSTOMERS; index++) counts[cellOf(index)]!++;
  return counts;
};

it('gives the same share for ever: SHA-256, as computed by Python', () => {
  // int.from_bytes(hashlib.sha256(b"campaign winback\nc42").digest()[:6], "big") / 2**48
  expect(shareOf('campaign winback', 'c42')).toBe(0.20352108840808825);
  expect(shareOf('global-control', 'c0')).toBe(0.4054590348908178);
  expect(shareOf('活动', '客户一')).toBe(0.8155789819805825);
});

it('is uniform over 100 thousand customers', () => {
  const drawn = places('campaign a');
  expect(Math.abs(offBy(tally(1000, (index) => Math.floor(drawn[index]! * 1000))))).toBeLessThan(4);
});

it.each([
  ['campaign a', 'campaign b'],
  ['campaign 1', 'campaign 11'],
  ['campaign a', 'global-control'],
])('is independent between %s and %s', (one, other) => {
  const [a, b] = [places(one), places(other)];
  const cells = tally(400, (index) => Math.floor(a[index]! * 20) * 20 + Math.floor(b[index]! * 20));
  expect(Math.abs(offBy(cells))).toBeLessThan(4);
});

it('fills parts by their weights', () => {
  const parts = [
    { name: 'control', weight: 10 },
    { name: 'letter', weight: 30 },
    { name: 'call', weight: 60 },
  ];
  const counts = { control: 0, letter: 0, call: 0 };
  for (let index = 0; index < CUSTOMERS; index++) counts[partOf('spring', `c${index}`, parts) as keyof typeof counts]++;
  // Five standard deviations.
  expect(Math.abs(counts.control - 10_000)).toBeLessThan(475);
  expect(Math.abs(counts.letter - 30_000)).toBeLessThan(725);
  expect(Math.abs(counts.call - 60_000)).toBeLessThan(775);
});

it('picks by place, the ends of each part included at their beginning', () => {
  const parts = [
    { name: 'a', weight: 1 },
    { name: 'b', weight: 2 },
    { name: 'c', weight: 1 },
  ];
  expect([0, 0.2499, 0.25, 0.7499, 0.75, 0.9999].map((place) => pick(parts, place))).toEqual([...'aabbcc']);
  // What rounding leaves over goes to the last that has any weight.
  expect(pick([...parts, { name: 'none', weight: 0 }], 1)).toBe('c');
});

it('keeps the customers of a part while its weight and those before stay', () => {
  const wide = [
    { name: 'control', weight: 0.1 },
    { name: 'a', weight: 0.5 },
    { name: 'b', weight: 0.4 },
  ];
  const split = [wide[0]!, wide[1]!, { name: 'b', weight: 0.2 }, { name: 'c', weight: 0.2 }];
  fc.assert(
    fc.property(fc.string(), (customer) => {
      const [before, after] = [partOf('x', customer, wide), partOf('x', customer, split)];
      expect(before === 'b' ? ['b', 'c'] : [before]).toContain(after);
    }),
  );
});

it('refuses no parts, and parts without weight', () => {
  expect(() => partOf('x', 'c', [])).toThrow(new RangeError('parts must be at least one, not empty'));
  expect(() =>
    partOf('x', 'c', [
      { name: 'a', weight: 1 },
      { name: 'b', weight: 0 },
    ]),
  ).toThrow(new RangeError('parts[1].weight must be a finite number above 0, not 0'));
});
