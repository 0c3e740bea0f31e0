// A value that only falls between events, over many levels: when it gets below each, to the
// millisecond.

/**
 * A value that only falls or stays, over a measure of time that grows with the instant (UTC ms),
 * such as weeks since a day.
 */
export interface Curve {
  timeOf(instant: number): number;
  /** The first whole millisecond of at least this time. */
  instantAt(time: number): number;
  valueAt(time: number): number;
  /** A scale for values on which the curve is as straight as may be; grows with the value. */
  heightOf(value: number): number;
}

interface Point {
  readonly at: number;
  readonly time: number;
  readonly value: number;
  readonly height: number;
}

/**
 * A falling curve that is searched for many levels: the points that one search computes narrow the
 * next. A level lies between two of these points; its time is first estimated from the four points
 * around it, by the polynomial of time over height.
 */
export class Descent {
  /** In time order. */
  private readonly points: Point[];

  /**
   * @param firstStep how much further (in the curve's measure) is looked first where the end of the
   * fall is not known yet.
   */
  constructor(
    private readonly curve: Curve,
    from: number,
    private readonly until: number,
    private readonly firstStep: number,
  ) {
    this.points = [this.seen(from)];
  }

  /**
   * The first whole millisecond after `from` at which the value is below `level`; null if it is so
   * at `from` or not until `until`.
   */
  firstBelow(level: number): number | null {
    const { points } = this;
    const target = this.curve.heightOf(level);
    let below = this.firstPointBelow(level);
    let missed = Infinity;
    let slow = 0;
    while (below > 0 && below < points.length) {
      const before = points[below - 1] as Point;
      const after = points[below] as Point;
      if (after.at - before.at <= 1) return after.at;
      const guess = timeAt(target, points, below);
      const isUsable = slow < SLOW && guess > before.time && guess < after.time;
      const at = isUsable ? this.curve.instantAt(guess) : Math.floor((before.at + after.at) / 2);
      const point = this.seen(Math.min(after.at - 1, Math.max(before.at + 1, at)));
      points.splice(below, 0, point);
      if (point.value >= level) below++;
      const misses = Math.abs(point.height - target);
      slow = isUsable && misses > missed / 4 ? slow + 1 : 0;
      missed = misses;
    }
    return null;
  }

  /**
   * Where in the list the first point below the level is, after looking further if need be; the
   * list's length if there is none.
   */
  private firstPointBelow(level: number): number {
    const { points, until, firstStep } = this;
    const known = countReaching(level, points);
    if (known < points.length) return known;
    for (let step = firstStep; ; step *= 3) {
      const last = points.at(-1) as Point;
      if (last.at >= until) return points.length;
      const next = this.seen(Math.min(until, this.curve.instantAt(last.time + step)));
      points.push(next);
      if (next.value < level) return points.length - 1;
    }
  }

  private seen(at: number): Point {
    const time = this.curve.timeOf(at);
    const value = this.curve.valueAt(time);
    return { at, time, value, height: this.curve.heightOf(value) };
  }
}

/** How many of the points, whose values fall, reach the level. */
function countReaching(level: number, points: readonly Point[]): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle] as Point).value < level) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** So many guesses that come not much nearer are followed by halving what is left. */
const SLOW = 2;

/**
 * The time at a height by the polynomial through two points on either side of it (Neville's
 * scheme).
 */
function timeAt(height: number, points: readonly Point[], below: number): number {
  const first = Math.max(0, below - 2);
  const count = Math.min(points.length, below + 2) - first;
  const times = [0, 0, 0, 0];
  for (let index = 0; index < count; index++) times[index] = (points[first + index] as Point).time;
  for (let span = 1; span < count; span++) {
    for (let index = 0; index + span < count; index++) {
      const from = points[first + index] as Point;
      const to = points[first + index + span] as Point;
      const time = times[index] as number;
      times[index] =
        time + ((height - from.height) * ((times[index + 1] as number) - time)) / (to.height - from.height);
    }
  }
  return times[0] as number;
}
