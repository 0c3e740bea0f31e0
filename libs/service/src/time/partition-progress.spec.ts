import fc from 'fast-check';
import { type PartitionProgress, leastMark, wallTime } from './partition-progress';

const progressOf = (partition: number, over: Partial<PartitionProgress>): PartitionProgress => ({
  partition,
  recordedAt: null,
  mark: null,
  last: false,
  ...over,
});
const lag = (partition: number, unread: number) => ({ partition, committed: 5n, end: 5n + BigInt(unread) });

describe('time by the wall clock', () => {
  it('is the wall clock when everything is read', () => {
    expect(wallTime(1000, [lag(0, 0), lag(1, 0)], [])).toBe(1000);
  });

  it('does not pass the last message handled of a partition with unread ones', () => {
    expect(wallTime(1000, [lag(0, 0), lag(1, 3)], [progressOf(1, { recordedAt: 400 })])).toBe(400);
  });

  it('is unknown while a partition has unread messages and none was ever handled', () => {
    expect(wallTime(1000, [lag(0, 0), lag(1, 3)], [progressOf(0, { recordedAt: 400 })])).toBe(0);
  });

  it('never passes the wall clock, whatever the messages say', () => {
    const lags = fc.array(fc.record({ partition: fc.nat(5), committed: fc.bigInt(0n, 9n), end: fc.bigInt(0n, 9n) }));
    const progress = fc.array(
      fc.record({
        partition: fc.nat(5),
        recordedAt: fc.option(fc.nat()),
        mark: fc.constant(null),
        last: fc.constant(false),
      }),
    );
    fc.assert(fc.property(fc.nat(), lags, progress, (before, seen, known) => wallTime(before, seen, known) <= before));
  });
});

describe('time by marks', () => {
  it('is unknown until every partition has a mark', () => {
    expect(leastMark([], 2)).toBeNull();
    expect(leastMark([progressOf(0, { mark: 10 }), progressOf(1, {})], 2)).toBeNull();
  });

  it('is the least mark', () => {
    expect(leastMark([progressOf(0, { mark: 10 }), progressOf(1, { mark: 7 })], 2)).toEqual({ at: 7, last: false });
  });

  it('ends only when the last mark is there on all partitions', () => {
    const done = progressOf(0, { mark: 10, last: true });
    expect(leastMark([done, progressOf(1, { mark: 7 })], 2)).toEqual({ at: 7, last: false });
    expect(leastMark([done, progressOf(1, { mark: 10, last: true })], 2)).toEqual({ at: 10, last: true });
  });
});
