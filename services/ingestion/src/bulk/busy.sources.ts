// While the live queue is behind, public sources that send more than an equal share take the `bulk`
// queue, so that one busy source does not delay the others. This is determined twice a second.
// Server sources always take the live queue, since their orders must not wait behind an import.
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { type Bus, type Log, unreadIn } from '@segue/bus';
import { touchpoints } from '@segue/contracts';
import { BUS, LOG, Rounds } from '@segue/service';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';

const LOOK_EVERY_MS = 500;
/** There is live traffic until this many milliseconds after the last live event. */
const FLOWING_MS = 2_000;
const LONGEST_REST_MS = 1_000;
/** Number of unread touchpoints from which the queue counts as behind: about a second's work. */
const BEHIND = 2_000;

@Injectable()
export class BusySources implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: Rounds;
  private counts = new Map<string, number>();
  private busy: ReadonlySet<string> = new Set();
  private notedAt = 0;

  constructor(
    @Inject(BUS) private readonly bus: Bus,
    @Inject(LOG) log: Log,
  ) {
    this.rounds = new Rounds(log, 'the live queue could not be looked at');
  }

  onApplicationBootstrap(): void {
    this.rounds.every(LOOK_EVERY_MS, () => this.look());
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  note(source: string, events: number): void {
    this.counts.set(source, (this.counts.get(source) ?? 0) + events);
    this.notedAt = Date.now();
  }

  /** Whether there is live traffic at this process. */
  get isFlowing(): boolean {
    return Date.now() - this.notedAt < FLOWING_MS;
  }

  /**
   * Resolves when an import may go on after `workMs` of work: in the next turn of the event loop,
   * or, next to live traffic, after a rest that leaves it this share of the time.
   */
  async leaveRoom(workMs: number, share: number): Promise<void> {
    await (this.isFlowing ? pause(Math.min(workMs / share - workMs, LONGEST_REST_MS)) : turn());
  }

  has(source: string): boolean {
    return this.busy.has(source);
  }

  private async look(): Promise<void> {
    const counts = this.counts;
    this.counts = new Map();
    // A single source delays no others, and without new events there is nothing to check.
    if (counts.size < 2 && this.busy.size === 0) return;
    const unread = unreadIn(await this.bus.lag('profile', touchpoints.name));
    this.busy = unread > BEHIND ? overAnEqualShare(counts) : new Set();
  }
}

/** Returns the sources that sent more than an equal share; none when there is only one. */
export function overAnEqualShare(counts: ReadonlyMap<string, number>): Set<string> {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return new Set([...counts].filter(([, count]) => count > total / counts.size).map(([source]) => source));
}
