// Counts who entered and left each segment, by day, in the background. The latest counted day is
// counted anew, and the day before it, where a late touchpoint may have added moves.
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Log } from '@segue/bus';
import { Rounds, type ServiceTime } from '@segue/service';
import { dayNamed, dayNumber, dayOf } from '@segue/valuation';
import type { SegmentDayStore } from './segment-day.store';

const EVERY_MS = 60_000;
/** Days in one statement. */
const AT_ONCE = 31;

export class SegmentDays implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: Rounds;

  constructor(
    private readonly store: SegmentDayStore,
    private readonly time: Pick<ServiceTime, 'read'>,
    private readonly zone: string,
    log: Log,
  ) {
    this.rounds = new Rounds(log, 'moves of segments could not be counted by day');
  }

  onApplicationBootstrap(): void {
    this.rounds.every(EVERY_MS, () => this.count());
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
    const end = dayNumber(dayOf(now, this.zone)) + 1;
    for (let from = start; from < end; from += AT_ONCE)
      await this.store.count(dayNamed(from), dayNamed(Math.min(from + AT_ONCE, end)), this.zone);
  }

  /** Today in the brand's zone. */
  async today(): Promise<string> {
    return dayOf((await this.time.read()).now, this.zone);
  }

  /** By segment, the change of its size in so many days, today included. */
  async changes(days: number): Promise<Record<string, number>> {
    return this.store.changesSince(dayNamed(dayNumber(await this.today()) - days));
  }
}
