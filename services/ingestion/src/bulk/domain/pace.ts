// The pace of the `bulk` queue: as fast as the services behind the live queue follow, judged by the
// time that messages wait there. Pure.

/** What was seen of one queue. */
export interface Look {
  /** Milliseconds of a clock that never steps. */
  at: number;
  /** Messages that its reader has not committed. */
  unread: number;
  /** Messages that its reader has ever committed. */
  read: number;
}

/** What is known of one queue; `unread` and `perSecond` are means of some 250 ms. */
export interface Queue {
  last: Look;
  unread: number;
  perSecond: number;
  /**
   * The wait of an empty queue, the recent minimum: offsets are committed some time after the
   * messages were read, on Kafka ten times a second.
   */
  floorMs: number;
}

export interface Pace {
  /** Touchpoints a second. */
  perSecond: number;
  changedAt: number;
}

/** Share of a new look in the means. */
const SHARE = 0.2;
/** The floor rises with each look in which something was read, for a machine that became slower. */
const FLOOR_RISE = { factor: 1.002, ms: 0.1 };
/**
 * Maximum of the floor: offsets are committed more often than this, so a longer wait is the
 * reader's.
 */
const HIGHEST_FLOOR_MS = 500;

/** A portion is about this many milliseconds of traffic. */
const PORTION_MS = 20;
const LARGEST = 200;
export const SLOWEST = 10;
const FASTEST = 50_000;
const FIRST = 200;
/** A change of pace shows in the wait after about this time; no other change is made until then. */
const ANSWER_MS = 250;
/** Growth of the pace while the queues behind are empty; less the more they hold. */
const GROWTH = 0.15;

export const firstQueue = (last: Look): Queue => ({ last, unread: last.unread, perSecond: NaN, floorMs: Infinity });

export function nextQueue(before: Queue, look: Look): Queue {
  const seconds = (look.at - before.last.at) / 1000;
  if (seconds <= 0) return before;
  const read = Math.max(0, look.read - before.last.read) / seconds;
  const perSecond = Number.isNaN(before.perSecond) ? read : mixed(before.perSecond, read);
  const queue = { last: look, unread: mixed(before.unread, look.unread), perSecond, floorMs: before.floorMs };
  const risen = read > 0 ? before.floorMs * FLOOR_RISE.factor + FLOOR_RISE.ms : before.floorMs;
  return { ...queue, floorMs: Math.min(risen, waitOf(queue), HIGHEST_FLOOR_MS) };
}

const mixed = (before: number, now: number) => before * (1 - SHARE) + now * SHARE;

/** A reader that stands still has no rate. */
const LONGEST_MS = 10_000;

/** Returns the milliseconds that a message waits until it is committed, by Little's law. */
const waitOf = ({ unread, perSecond }: Queue): number =>
  unread < 0.01 ? 0 : Math.min(LONGEST_MS, (unread / perSecond) * 1000);

/** How much may wait for a reader, beyond what it has read and not yet committed. */
export interface Allowance {
  ms: number;
  /** This many messages may wait, however long that takes: a mean over fewer is not reliable. */
  messages: number;
}

/** Returns what waits for the reader, as a share of what may wait; 0 before the first look. */
export function shareUsed(queue: Queue, { ms, messages }: Allowance): number {
  if (!Number.isFinite(queue.floorMs)) return 0;
  const excessMs = waitOf(queue) - queue.floorMs;
  const excess = queue.unread - (queue.perSecond * queue.floorMs) / 1000;
  return Math.max(0, Math.min(excessMs / ms, excess / messages));
}

/** Returns the size of a portion at a pace. */
export const sizeAt = ({ perSecond }: Pace): number =>
  Math.min(LARGEST, Math.max(1, Math.round((perSecond * PORTION_MS) / 1000)));

export const firstPace = (now: number): Pace => ({ perSecond: FIRST, changedAt: now });

/**
 * Returns the next pace: faster while less waits in the queues behind than may wait, else slower,
 * in proportion to the excess.
 * @param used the largest `shareUsed` of these queues.
 */
export function nextPace(pace: Pace, used: number, now: number): Pace {
  if (now - pace.changedAt < ANSWER_MS) return pace;
  const factor = used <= 1 ? 1 + GROWTH * (1 - used) : Math.max(0.7, Math.min(0.95, 1 / used));
  return { perSecond: Math.min(FASTEST, Math.max(SLOWEST, pace.perSecond * factor)), changedAt: now };
}
