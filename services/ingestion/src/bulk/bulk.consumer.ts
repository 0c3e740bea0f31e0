// Forwards the `bulk` queue to the live one, in portions so small that a live touchpoint never
// waits long behind one.
import { setTimeout as pause } from 'node:timers/promises';
import { type Batch, type Bus, NotYet, type Outgoing, toOutgoing, unreadIn } from '@segue/bus';
import { type Touchpoint, profiles, touchpoints, touchpointsBulk } from '@segue/contracts';
import { BUS } from '@segue/service';
import { Controller, Inject, type OnModuleDestroy } from '@nestjs/common';
import { BusySources } from './busy.sources';
import { LEAST, MOST, nextFloor, nextSize, portionOf } from './domain/portions';
import { OnBatch } from '../on-batch';

/**
 * Maximum number of unread messages of downstream services at which the next portion is forwarded.
 */
const SHORT = { touchpoints: 20, profiles: 100 } as const;
const LOOK_EVERY_MS = 10;
const PATIENCE_MS = 1_000;
/** Share of the time for the `bulk` queue while there is live traffic. */
const SHARE = 1 / 10;

@Controller()
export class BulkConsumer implements OnModuleDestroy {
  private isEnding = false;
  private size = LEAST;
  private passedAt: number | undefined;
  private floorMs = Infinity;

  constructor(
    @Inject(BUS) private readonly bus: Bus,
    private readonly sources: BusySources,
  ) {}

  onModuleDestroy(): void {
    this.isEnding = true;
  }

  /** Forwards a batch. Redelivery is safe, since profile stores a touchpoint once, by its key. */
  @OnBatch(touchpointsBulk, { maxBatch: MOST })
  async passOn({ messages }: Batch<Touchpoint>): Promise<void> {
    let left: readonly Outgoing[] = messages.map(({ value, headers }) => toOutgoing(touchpoints, value, headers));
    while (left.length > 0) {
      await this.untilShort();
      const count = portionOf(
        left.map(({ value }) => value.length),
        this.size,
      );
      await this.bus.publish(touchpoints.name, left.slice(0, count));
      this.passedAt = performance.now();
      left = left.slice(count);
    }
  }

  /**
   * Resolves when the live queue is short, or after a second: with much live traffic it may never
   * be short, and a smallest portion is forwarded each second.
   * @throws {NotYet} when the process ends.
   */
  private async untilShort(): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    while (!(await this.isShort())) {
      if (this.isEnding) throw new NotYet('the process ends');
      if (Date.now() > until) {
        this.size = LEAST;
        this.passedAt = undefined;
        return;
      }
      await pause(LOOK_EVERY_MS);
    }
    if (this.passedAt === undefined) return;
    const elapsedMs = performance.now() - this.passedAt;
    this.passedAt = undefined;
    this.floorMs = nextFloor(this.floorMs, elapsedMs);
    const workMs = elapsedMs - this.floorMs;
    this.size = nextSize(this.size, workMs);
    await this.sources.leaveRoom(workMs, SHARE);
  }

  private async isShort(): Promise<boolean> {
    const [known, scored] = await Promise.all([
      this.unread('profile', touchpoints.name),
      this.unread('scoring', profiles.name),
    ]);
    return known <= SHORT.touchpoints && scored <= SHORT.profiles;
  }

  private async unread(group: string, topic: string): Promise<number> {
    return unreadIn(await this.bus.lag(group, topic));
  }
}
