import { off, vectors } from '../../testing/vectors';
import { BROKEN_BELOW, WATCH_STRENGTH, sampleRatio, watchSampleRatio } from './sample-ratio';

it('REFERENCES, "Measurement of campaigns": 45,210 against 4,790 at 90/10', () => {
  const { chiSquare, p, df, expected } = sampleRatio([45_210, 4790], [0.9, 0.1]);
  expect(chiSquare).toBeCloseTo(9.8, 10);
  expect(p).toBeCloseTo(0.00175, 5);
  expect(df).toBe(1);
  expect(expected).toEqual([45_000, 5000]);
});

// scipy.stats.chisquare([30, 50, 20], [30, 40, 30]), scipy 1.17.
it('takes any number of groups, and shares that do not add up to 1', () => {
  const { chiSquare, p, df } = sampleRatio([30, 50, 20], [3, 4, 3]);
  expect(chiSquare).toBeCloseTo(5.833333333333334, 12);
  expect(p).toBeCloseTo(0.05411376622282158, 12);
  expect(df).toBe(2);
});

it('finds nothing wrong without customers', () => {
  expect(sampleRatio([0, 0], [1, 1])).toEqual({ expected: [0, 0], chiSquare: 0, df: 1, p: 1 });
  expect(watchSampleRatio([0, 0], [1, 1])).toEqual({ expected: [0, 0], p: 1 });
});

// Lindon & Malek (2022), computed by mpmath.
it.each(vectors.sampleRatio)('watches $counts at $shares', ({ counts, shares, strength, p }) => {
  expect(off(watchSampleRatio(counts, shares, strength).p, p)).toBeLessThan(1e-8);
  expect(
    off(
      watchSampleRatio(
        counts,
        shares.map((share) => share * 50),
        strength,
      ).p,
      p,
    ),
  ).toBeLessThan(1e-8);
});

it('watches with the strength of a thousand customers, and returns the planned numbers', () => {
  expect(WATCH_STRENGTH).toBe(1000);
  expect(BROKEN_BELOW).toBe(0.001);
  expect(watchSampleRatio([600, 400], [1, 1])).toEqual(watchSampleRatio([600, 400], [1, 1], 1000));
  expect(watchSampleRatio([600, 400], [1, 3]).expected).toEqual([250, 750]);
  expect(watchSampleRatio([500, 500], [1, 1]).p).toBe(1);
});

it.each([
  [() => sampleRatio([1], [1]), 'counts must be of at least two groups, not 1'],
  [() => sampleRatio([1, 2, 3], [1, 1]), 'shares must be of as many groups as counts (3), not 2'],
  [() => sampleRatio([1, 2.5], [1, 1]), 'counts[1] must be a whole number from 0, not 2.5'],
  [() => sampleRatio([1, 2], [0, 1]), 'shares[0] must be a finite number above 0, not 0'],
  [() => watchSampleRatio([1, -2], [1, 1]), 'counts[1] must be a whole number from 0, not -2'],
  [() => watchSampleRatio([1, 2], [1, 1], 0), 'strength must be a finite number above 0, not 0'],
])('refuses what cannot be (%#)', (broken, message) => {
  expect(broken).toThrow(new RangeError(message));
});
