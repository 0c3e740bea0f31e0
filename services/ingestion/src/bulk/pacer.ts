// Paces the `bulk` queue by what waits in the queues of profile and scoring. Looks at them only
// while something is forwarded.
import { setTimeout as pause } from 'node:timers/promises';
import { type Bus, unreadIn } from '@segue/bus';
import { profiles, touchpoints } from '@segue/contracts';
import { BUS } from '@segue/service';
import { Inject, Injectable } from '@nestjs/common';
import { IngestionConfig } from '../config';
import { BusySources } from './busy.sources';
import {
  type Allowance,
  type Pace,
  type Queue,
  firstPace,
  firstQueue,
  nextPace,
  nextQueue,
  shareUsed,
} from './domain/pace';
import { sizeAt } from './domain/portions';

const LOOK_EVERY_MS = 50;
/** Without live traffic a longer queue keeps the services busier. */
const STILL_MS = 60;
const LEAST_MESSAGES = 15;
/** After this time without looks the pace is found anew. */
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

  constructor(
    @Inject(BUS) private readonly bus: Bus,
    private readonly sources: BusySources,
    private readonly config: IngestionConfig,
  ) {}

  /** The size of the next portion. */
  get size(): number {
    return sizeAt(this.pace.perSecond);
  }

  /** Resolves when the next `count` touchpoints may be forwarded. */
  async turn(count: number): Promise<void> {
    if (performance.now() - this.lookedAt >= LOOK_EVERY_MS) await this.look();
    const now = performance.now();
    // Time that was not used is not made up for.
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
    const used = this.queues.map((queue) => shareUsed(queue, this.allowance()));
    this.pace = nextPace(this.pace, Math.max(...used), at);
  }

  private allowance(): Allowance {
    const { SEGUE_BULK_DELAY_MS } = this.config;
    const ms = this.sources.isFlowing ? SEGUE_BULK_DELAY_MS : Math.max(STILL_MS, SEGUE_BULK_DELAY_MS);
    return { ms, messages: Math.max(LEAST_MESSAGES, 2 * ms) };
  }
}
