import fc from 'fast-check';
import { type Pace, type Queue, SLOWEST, firstPace, firstQueue, nextPace, nextQueue, shareUsed, sizeAt } from './pace';

interface Reader {
  /** Messages that it reads a second, and the milliseconds between its commits. */
  perSecond: number;
  commitEveryMs: number;
}

/** Forwards for some seconds next to 75 live messages a second; a look every 50 ms. */
function forwarding(seconds: number, allowedMs: number, readerAt: (second: number) => Reader) {
  let [pace, queue]: [Pace, Queue | undefined] = [firstPace(0), undefined];
  let [arrived, read, committed, forwarded] = [0, 0, 0, 0];
  const seen: { second: number; pace: number; waitMs: number; forwarded: number }[] = [];
  for (let ms = 0; ms < seconds * 1000; ms++) {
    const reader = readerAt(ms / 1000);
    forwarded += pace.perSecond / 1000;
    arrived += (pace.perSecond + 75) / 1000;
    read = Math.min(arrived, read + reader.perSecond / 1000);
    if (ms % reader.commitEveryMs === 0) committed = Math.floor(read);
    if (ms % 50 > 0) continue;
    const look = { at: ms, unread: Math.floor(arrived) - committed, read: committed };
    queue = queue ? nextQueue(queue, look) : firstQueue(look);
    pace = nextPace(pace, shareUsed(queue, { ms: allowedMs, messages: allowedMs }), ms);
    const waitMs = reader.perSecond > 0 ? ((arrived - read) / reader.perSecond) * 1000 : Infinity;
    seen.push({ second: ms / 1000, pace: pace.perSecond, waitMs, forwarded });
  }
  return seen;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe.each([1, 10, 100])('the pace, with a commit every %d ms', (commitEveryMs) => {
  it.each([300, 2_000, 8_000])('follows a reader of %d a second, and live messages wait little', (perSecond) => {
    const settled = forwarding(60, 30, () => ({ perSecond, commitEveryMs })).filter(({ second }) => second > 20);

    expect(mean(settled.map(({ pace }) => pace))).toBeGreaterThan(0.7 * perSecond - 75);
    expect(mean(settled.map(({ pace }) => pace))).toBeLessThan(perSecond);
    expect(mean(settled.map(({ waitMs }) => waitMs))).toBeLessThan(60);
  });

  it('slows to almost nothing while the reader stands still, and comes back after it', () => {
    const seen = forwarding(60, 30, (second) => ({ perSecond: second > 20 && second < 40 ? 0 : 2_000, commitEveryMs }));
    const at = (second: number) => seen.find((one) => one.second >= second)!;

    expect(at(30).pace).toBe(SLOWEST);
    expect(at(39).forwarded - at(30).forwarded).toBeCloseTo(9 * SLOWEST, 0);
    expect(at(59).pace).toBeGreaterThan(1_000);
  });

  it('stays slow for as long as the reader stands still, also from the first look on', () => {
    for (const since of [30, 0]) {
      const seen = forwarding(900, 30, (second) => ({ perSecond: second >= since ? 0 : 2_000, commitEveryMs }));
      const paces = seen.filter(({ second }) => second > since + 15).map(({ pace }) => pace);
      expect(Math.max(...paces)).toBe(SLOWEST);
    }
  });

  it('adapts to a reader that became slower, by what live messages wait', () => {
    const seen = forwarding(60, 30, (second) => ({ perSecond: second < 20 ? 4_000 : 1_000, commitEveryMs }));
    const after = seen.filter(({ second }) => second > 30);

    expect(mean(after.map(({ waitMs }) => waitMs))).toBeLessThan(100);
    expect(mean(after.map(({ pace }) => pace))).toBeGreaterThan(600);
  });
});

it('holds a longer queue where more is allowed', () => {
  const reader = { perSecond: 2_000, commitEveryMs: 100 };
  const waits = (allowedMs: number) => mean(forwarding(60, allowedMs, () => reader).map(({ waitMs }) => waitMs));
  expect(waits(150)).toBeGreaterThan(waits(30));
});

it('is a number between its bounds, whatever the looks', () => {
  const steps = fc.array(fc.record({ ms: fc.nat(300), read: fc.nat(2_000), unread: fc.nat(100_000) }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(steps, (looks) => {
      let [at, read] = [0, 0];
      let queue = firstQueue({ at, unread: 0, read });
      let pace = firstPace(0);
      for (const step of looks) {
        [at, read] = [at + step.ms, read + step.read];
        queue = nextQueue(queue, { at, unread: step.unread, read });
        pace = nextPace(pace, shareUsed(queue, { ms: 10, messages: 20 }), at);
        expect(pace.perSecond).toBeGreaterThanOrEqual(SLOWEST);
        expect(pace.perSecond).toBeLessThanOrEqual(50_000);
      }
    }),
  );
});

it('gives portions of a fiftieth of a second', () => {
  const sizes = [10, 1_000, 1_000_000].map((perSecond) => sizeAt({ perSecond, changedAt: 0 }));
  expect(sizes).toEqual([1, 20, 200]);
});
