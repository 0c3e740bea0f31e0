import fc from 'fast-check';
import { notAfter, eventTime } from './occurred';
import type { SegmentEvent } from './segment-event';

const NOW = Date.UTC(2026, 2, 1);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const moved = (...ahead: number[]) =>
  notAfter(
    ahead.map((ms) => NOW + ms),
    NOW,
  ).map((time) => time - NOW);

describe('times ahead of the clock', () => {
  it('move back together and keep their differences', () => {
    expect(moved(HOUR, HOUR + 700)).toEqual([-700, 0]);
    expect(moved(-HOUR, 5_000)).toEqual([-HOUR, 0]);
  });

  it('take along what they would otherwise overtake: it is one clock that is fast', () => {
    expect(moved(-1_000, 5_000, 9_000)).toEqual([-10_000, -4_000, 0]);
  });

  it('move by themselves where one is ahead by more than a clock can be', () => {
    expect(moved(-1_000, 5_000, 400 * DAY)).toEqual([-1_000, 0, 0]);
    expect(moved(400 * DAY, 400 * DAY + 700)).toEqual([-700, 0]);
    expect(moved(2 * DAY, 400 * DAY)).toEqual([-DAY, 0]);
  });

  it('end at the clock, in their order within a day, and leave the rest where it was', () => {
    const times = fc.array(fc.integer({ min: -2 * DAY, max: DAY }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(times, (ahead) => {
        const after = moved(...ahead);
        expect(Math.max(...after)).toBeLessThanOrEqual(0);
        if (Math.max(...ahead) <= 0) expect(after).toEqual(ahead);
        ahead.forEach((one, i) =>
          ahead.forEach((other, j) => {
            if (one < other) expect(after[i]!).toBeLessThanOrEqual(after[j]!);
            if (one > 0 && other > 0) expect(after[j]! - after[i]!).toBe(other - one);
          }),
        );
      }),
    );
  });
});

describe('the time of an event', () => {
  const at = (event: Partial<SegmentEvent>, sentAt: unknown = undefined, history = false) =>
    eventTime({ type: 'track', ...event }, { now: NOW, sentAt, history });

  it('is the receipt without a timestamp', () => {
    expect(at({})).toBe(NOW);
  });

  it('is corrected by the error of the clock; the sentAt of the event precedes that of the batch', () => {
    const fast = { timestamp: new Date(NOW + HOUR).toISOString(), sentAt: new Date(NOW + 2 * HOUR).toISOString() };

    expect(at(fast)).toBe(NOW - HOUR);
    expect(at(fast, new Date(NOW).toISOString())).toBe(NOW - HOUR);
    expect(at({ timestamp: fast.timestamp }, fast.sentAt)).toBe(NOW - HOUR);
  });

  it('is not corrected in history', () => {
    const timestamp = '1998-05-10T12:00:00Z';

    expect(at({ timestamp }, new Date(NOW + HOUR).toISOString(), true)).toBe(Date.parse(timestamp));
  });

  it('keeps the differences between events of one clock, whatever its error', () => {
    const span = fc.integer({ min: -DAY, max: DAY });
    fc.assert(
      fc.property(span, span, span, (one, other, error) => {
        const timeOf = (ms: number) =>
          at({ timestamp: new Date(NOW + error + ms).toISOString() }, new Date(NOW + error).toISOString());
        expect(timeOf(one) - timeOf(other)).toBe(one - other);
        expect(timeOf(0)).toBe(NOW);
      }),
    );
  });

  it.each(['yesterday', '1989-12-31T23:59:59Z', true, {}])('is refused as %p', (timestamp) => {
    expect(() => at({ timestamp } as Partial<SegmentEvent>)).toThrow();
  });
});
