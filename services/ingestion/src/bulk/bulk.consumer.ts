// Forwards the `bulk` queue to the live one. While there is live traffic, in portions so small that
// a live touchpoint never waits long behind one; else as fast as the services behind it follow.
import { setTimeout as pause } from 'node:timers/promises';
import { type Batch, type Bus, NotYet, type Outgoing, toOutgoing, unreadIn } from '@segue/bus';
import { type Touchpoint, profiles, touchpoints, touchpointsBulk } from '@segue/contracts';
import { BUS } from '@segue/service';
import { Controller, Inject, type OnModuleDestroy } from '@nestjs/common';
import { BusySources } from './busy.sources';
import { AFTER_PATIENCE, LEAST, nextFloor, nextSize, portionOf } from './domain/portions';
import { Pacer } from './pacer';
import { OnBatch } from '../on-batch';

/**
 * Maximum number of unread messages of downstream services at which the next portion is forwarded.
 */
const SHORT = { touchpoints: 20, profiles: 100 } as const;
const MAX_BATCH = 200;
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
    private readonly pacer: Pacer,
  ) {}

  onModuleDestroy(): void {
    this.isEnding = true;
  }

  /** Forwards a batch. Redelivery is safe, since profile stores a touchpoint once, by its key. */
  @OnBatch(touchpointsBulk, { maxBatch: MAX_BATCH })
  async passOn({ messages }: Batch<Touchpoint>): Promise<void> {
    let left: readonly Outgoing[] = messages.map(({ value, headers }) => toOutgoing(touchpoints, value, headers));
    while (left.length > 0) {
      const count = await this.nextPortion(left.map(({ value }) => value.length));
      await this.bus.publish(touchpoints.name, left.slice(0, count));
      this.passedAt = performance.now();
      left = left.slice(count);
    }
  }

  /**
   * Resolves with the size of the next portion when it may be forwarded.
   * @throws {NotYet} when the process ends.
   */
  private async nextPortion(bytes: readonly number[]): Promise<number> {
    if (this.isEnding) throw new NotYet('the process ends');
    if (this.sources.isFlowing) {
      await this.untilShort();
      return portionOf(bytes, this.size);
    }
    const count = portionOf(bytes, this.pacer.size);
    await this.pacer.turn(count);
    return count;
  }

  /**
   * Resolves when the live queue is short, or after a second: with much live traffic it may never
   * be short, and a small portion is forwarded each second.
   * @throws {NotYet} when the process ends.
   */
  private async untilShort(): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    while (!(await this.isShort())) {
      if (this.isEnding) throw new NotYet('the process ends');
      if (Date.now() > until) {
        this.size = AFTER_PATIENCE;
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
