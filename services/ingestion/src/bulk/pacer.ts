// Paces the `bulk` queue without live traffic: as fast as profile and scoring follow, by what waits
// in their queues. Looks at them only while something is forwarded.
import { setTimeout as pause } from 'node:timers/promises';
import { type Bus, unreadIn } from '@segue/bus';
import { profiles, touchpoints } from '@segue/contracts';
import { BUS } from '@segue/service';
import { Inject, Injectable } from '@nestjs/common';
import { type Pace, type Queue, firstPace, firstQueue, nextPace, nextQueue, shareUsed, sizeAt } from './domain/pace';

const LOOK_EVERY_MS = 50;
/** What may wait in each queue; enough to keep the services busy. */
const ALLOWED = { ms: 60, messages: 120 } as const;
/** After this long without a look the pace starts anew. */
const FORGOTTEN_MS = 5_000;
const QUEUES = [
  ['profile', touchpoints.name],
  ['scoring', profiles.name],
] as const;

@Injectable()
export class Pacer {
  private pace: Pace = firstPace(0);
  private queues: Queue[] = [];
  private lookedAt = -Infinity;
  private looking: Promise<void> | undefined;
  private freeAt = 0;

  constructor(@Inject(BUS) private readonly bus: Bus) {}

  /** The size of the next portion. */
  get size(): number {
    return sizeAt(this.pace);
  }

  /** Resolves when the next `count` touchpoints may be forwarded. */
  async turn(count: number): Promise<void> {
    if (performance.now() - this.lookedAt >= LOOK_EVERY_MS) await this.look();
    const now = performance.now();
    // Time that was not used is lost: a burst afterwards would be too large.
    const at = Math.max(this.freeAt, now);
    this.freeAt = at + (count / this.pace.perSecond) * 1000;
    if (at > now) await pause(at - now);
  }

  private look(): Promise<void> {
    this.looking ??= this.lookNow().finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async lookNow(): Promise<void> {
    const lags = await Promise.all(QUEUES.map(([group, topic]) => this.bus.lag(group, topic)));
    const at = performance.now();
    if (at - this.lookedAt > FORGOTTEN_MS) {
      this.queues = [];
      this.pace = firstPace(at);
    }
    this.lookedAt = at;
    this.queues = lags.map((lag, place) => {
      const read = Number(lag.reduce((sum, { committed }) => sum + committed, 0n));
      const look = { at, unread: unreadIn(lag), read };
      const before = this.queues[place];
      return before ? nextQueue(before, look) : firstQueue(look);
    });
    const used = this.queues.map((queue) => shareUsed(queue, ALLOWED));
    this.pace = nextPace(this.pace, Math.max(...used), at);
  }
}
