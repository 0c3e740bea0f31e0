import fc from 'fast-check';
import { Window } from './latency';

const MINUTE = 60_000;

describe('a window of latencies', () => {
  it('gives quantiles to within a tenth', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3_600_000 }), { minLength: 1, maxLength: 300 }), (samples) => {
        const window = new Window();
        for (const ms of samples) window.add(ms, 0);
        const sorted = [...samples].sort((a, b) => a - b);
        const exact = sorted[Math.ceil(sorted.length * 0.95) - 1] as number;
        const { count, p95 } = window.quantiles(0);
        expect(count).toBe(samples.length);
        expect(p95 / exact).toBeGreaterThan(0.9);
        expect(p95 / exact).toBeLessThan(1.1);
      }),
    );
  });

  it('forgets what is older than five minutes', () => {
    const window = new Window();
    window.add(50, 0);
    window.add(10, 4 * MINUTE);
    expect(window.quantiles(4 * MINUTE).count).toBe(2);
    expect(window.quantiles(6 * MINUTE).count).toBe(1);
    expect(window.quantiles(60 * MINUTE)).toEqual({ count: 0, p50: 0, p95: 0, p99: 0 });
  });
});
