// Passes the slow lane on to the live one, in portions so small that a live touchpoint never waits long behind one.
import { setTimeout as pause } from 'node:timers/promises';
import { type Batch, type Bus, NotYet, OnBatch, toOutgoing } from '@segue/bus';
import { type Touchpoint, profiles, touchpoints, touchpointsBulk } from '@segue/contracts';
import { BUS } from '@segue/service';
import { Controller, Inject, type OnModuleDestroy } from '@nestjs/common';

/** Touchpoints that are passed on together. */
const PORTION = 100;
/** What the services behind may have unread when the next portion follows. */
const SHORT = { touchpoints: 100, profiles: 200 } as const;
const LOOK_EVERY_MS = 20;
/** Well within the time after which a silent handler counts as stalled. */
const PATIENCE_MS = 20_000;

@Controller()
export class BulkConsumer implements OnModuleDestroy {
  private isEnding = false;

  constructor(@Inject(BUS) private readonly bus: Bus) {}

  onModuleDestroy(): void {
    this.isEnding = true;
  }

  /** Safe to see twice: profile takes a touchpoint in once, by its key. */
  @OnBatch(touchpointsBulk, { maxBatch: PORTION })
  async passOn({ messages }: Batch<Touchpoint>): Promise<void> {
    await this.untilShort();
    await this.bus.publish(
      touchpoints.name,
      messages.map(({ value, headers }) => toOutgoing(touchpoints, value, headers)),
    );
  }

  /** @throws {NotYet} when the live lane stays long, as while profile is down. */
  private async untilShort(): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    while (!(await this.isShort())) {
      if (this.isEnding || Date.now() > until) throw new NotYet('the live lane is long');
      await pause(LOOK_EVERY_MS);
    }
  }

  private async isShort(): Promise<boolean> {
    const [known, scored] = await Promise.all([
      this.unread('profile', touchpoints.name),
      this.unread('scoring', profiles.name),
    ]);
    return known <= SHORT.touchpoints && scored <= SHORT.profiles;
  }

  private async unread(group: string, topic: string): Promise<number> {
    const lag = await this.bus.lag(group, topic);
    return lag.reduce((sum, { committed, end }) => sum + Number(end - committed), 0);
  }
}
