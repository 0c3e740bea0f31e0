// Counts who entered and left each segment, by day, in the background. The latest counted day is
// counted anew, and the day before it, where a late touchpoint may have added moves. Once a day,
// and after an edit, one instance counts the sizes too, and all days that pages show.
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Log } from '@segue/bus';
import { type Clock, Rounds, type ServiceTime } from '@segue/service';
import { dayNamed, dayNumber, dayOf } from '@segue/valuation';
import type { SegmentDayStore } from './segment-day.store';
import type { CountTaken, SegmentSizeStore } from './segment-size.store';

const EVERY_MS = 60_000;
/** Days in one statement. */
const AT_ONCE = 31;
/** Days that pages show. */
export const DAYS_SHOWN = 90;

export class SegmentDays implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: Rounds;

  constructor(
    private readonly store: SegmentDayStore,
    private readonly sizes: SegmentSizeStore,
    private readonly time: Pick<ServiceTime, 'read'>,
    private readonly clock: Clock,
    private readonly zone: string,
    log: Log,
  ) {
    this.rounds = new Rounds(log, 'moves of segments could not be counted by day');
  }

  onApplicationBootstrap(): void {
    this.rounds.every(EVERY_MS, async () => {
      await this.count();
      await this.countSizes();
    });
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  /** Counts all days up to today. Does nothing while there are no transitions. */
  async count(): Promise<void> {
    const { now } = await this.time.read();
    const latest = await this.store.latest();
    const first = latest === null ? await this.store.first() : null;
    if (latest === null && first === null) return;
    const start = latest === null ? dayNumber(dayOf(first ?? now, this.zone)) : dayNumber(latest) - 1;
    await this.countMoves(start, dayNumber(dayOf(now, this.zone)) + 1);
  }

  private async countMoves(start: number, end: number): Promise<void> {
    for (let from = start; from < end; from += AT_ONCE)
      await this.store.count(dayNamed(from), dayNamed(Math.min(from + AT_ONCE, end)), this.zone);
  }

  /**
   * Counts the sizes where yesterday has none, or an edit asked for a count. Not while history is
   * replayed, because days pass within seconds then.
   */
  async countSizes(): Promise<void> {
    const { now, mode } = await this.time.read();
    if (mode !== 'wall') return;
    const today = dayNumber(dayOf(now, this.zone));
    const yesterday = dayNamed(today - 1);
    const taken = await this.sizes.take(yesterday, this.clock.now());
    if (taken === null) return;
    // Late touchpoints and imports add moves to earlier days.
    await this.countMoves(today - DAYS_SHOWN, today + 1);
    const sizes = await this.sizes.count();
    if (taken.day < yesterday) await this.endDays(taken, today, sizes);
    await this.sizes.save(dayNamed(today), sizes);
    await this.sizes.finish(yesterday, taken.asked);
  }

  /**
   * Saves the sizes of the days that ended since the last daily count: one day, or several after a
   * downtime. After an edit, and before the first count, present sizes say nothing of these days;
   * the sizes saved at their beginnings are deleted.
   */
  private async endDays({ day, asked, answered }: CountTaken, today: number, sizes: ReadonlyMap<string, number>) {
    const first = Math.max(today - DAYS_SHOWN, day === '' ? today - 1 : dayNumber(day) + 1);
    for (let ended = first; ended < today; ended++)
      if (day !== '' && answered === asked) await this.sizes.save(dayNamed(ended), sizes);
      else await this.sizes.forget(dayNamed(ended));
  }

  /** Today in the brand's zone. */
  async today(): Promise<string> {
    return dayOf((await this.time.read()).now, this.zone);
  }

  /**
   * Returns, by segment, the change of its size in so many days, today included: the present size
   * less the size counted at the beginning, which is 0 for a segment that did not exist. If nothing
   * was counted then, the customers that entered less those that left.
   * @param present sizes by segment.
   */
  async changes(days: number, present: Readonly<Record<string, number>>): Promise<Record<string, number>> {
    const then = dayNamed(dayNumber(await this.today()) - days);
    const [moves, sizes] = await Promise.all([this.store.changesSince(then), this.store.sizesAt(then)]);
    // Nothing was counted that day.
    if (Object.keys(sizes).length === 0) return moves;
    const ids = new Set([...Object.keys(present), ...Object.keys(sizes)]);
    return Object.fromEntries([...ids].map((id) => [id, (present[id] ?? 0) - (sizes[id] ?? 0)]));
  }
}
