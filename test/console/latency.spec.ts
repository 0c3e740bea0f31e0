// Readings of latency: what the services report, kept over time.
import type { Health } from '../../services/console/web/src/api/types';
import {
  type Reading,
  latencies,
  readingOf,
  withReading,
} from '../../services/console/web/src/features/operate/latency/latency';

const quantiles = (count: number, p95: number) => ({ count, p50: p95 / 2, p95, p99: 2 * p95 });
const health = {
  services: [
    { service: 'delivery', status: { stages: { delivery: quantiles(0, 0) } } },
    { service: 'scoring', status: { stages: { scoring: quantiles(7, 120) } } },
    { service: 'profile', status: { stages: { profile: quantiles(9, 40), other: quantiles(1, 1) } } },
    { service: 'campaign', status: null },
  ],
} as unknown as Health;
const reading = (at: number): Reading => ({ at, p95: { profile: 40 } });
const [SECOND, MINUTE] = [1_000, 60_000];

it('stages are in the order of the path; those without a touchpoint or an answer are absent', () => {
  expect(latencies(health).map(({ stage, p50, p95, count }) => [stage, p50, p95, count])).toEqual([
    ['profile', 20, 40, 9],
    ['scoring', 60, 120, 7],
  ]);
  expect(readingOf(health, 5)).toEqual({ at: 5, p95: { profile: 40, scoring: 120 } });
});

it('a reading is kept every ten seconds, for 30 minutes', () => {
  const first = withReading([], reading(0));
  expect(withReading(first, reading(9 * SECOND))).toBe(first);
  expect(withReading(first, reading(10 * SECOND)).map(({ at }) => at)).toEqual([0, 10 * SECOND]);

  let readings: readonly Reading[] = [];
  for (let at = 0; at <= 60 * MINUTE; at += 3 * SECOND) readings = withReading(readings, reading(at));
  expect(readings.length).toBeLessThanOrEqual(181);
  expect(readings.length).toBeGreaterThan(140);
  expect((readings.at(-1) as Reading).at - (readings[0] as Reading).at).toBeLessThanOrEqual(30 * MINUTE);
});
