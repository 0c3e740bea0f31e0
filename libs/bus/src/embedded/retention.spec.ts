import fc from 'fast-check';
import { expiredChildren, neededChildren, spanOf } from './retention';

const DAY = 86_400_000;

describe('retention of the embedded log', () => {
  it('cuts a week into days', () => {
    expect(spanOf(7 * DAY)).toBe(DAY);
    expect(
      neededChildren(Date.UTC(2024, 1, 28, 13), DAY).map((start) => new Date(start).toISOString().slice(0, 10)),
    ).toEqual(['2024-02-28', '2024-02-29', '2024-03-01']);
  });

  it('drops nothing younger than the retention, and keeps nothing older than it by more than a span', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 30 * DAY }), fc.integer({ min: 1e12, max: 2e12 }), (retention, now) => {
        const span = spanOf(retention);
        const [present = 0] = neededChildren(now, span);
        const starts = Array.from({ length: 60 }, (_, back) => present - back * span);
        const expired = new Set(expiredChildren(starts, now, retention));
        for (const start of starts) {
          const newest = start + span - 1;
          if (newest > now - retention) expect(expired.has(start)).toBe(false);
          if (newest < now - retention) expect(expired.has(start)).toBe(true);
        }
      }),
    );
  });
});
