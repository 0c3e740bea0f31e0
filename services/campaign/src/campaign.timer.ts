// Time in campaigns: waits that are over, and what a crash left unpublished or unannounced.
import type { Log } from '@segue/bus';
import { LOG, ServiceTime, faultOf } from '@segue/service';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ActionOutbox } from './action.outbox';
import { CampaignRules } from './campaign.rules';
import { Decider } from './decider';

const EVERY_MS = 500;

@Injectable()
export class CampaignTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;

  constructor(
    private readonly decider: Decider,
    private readonly outbox: ActionOutbox,
    private readonly rules: CampaignRules,
    private readonly time: ServiceTime,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.time.firesDue(async (until) => {
      await this.resumeUntil(until);
      await this.outbox.publishAll();
    });
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.round ??= this.turn()
        .catch((error: unknown) => this.log('warn', 'waits could not be looked at', { fault: faultOf(error) }))
        .finally(() => (this.round = undefined));
    }, EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
  }

  private async turn(): Promise<void> {
    const { now, mode } = await this.time.read();
    // While history is replayed waits end with the marks, in their order.
    if (mode === 'wall') await this.resumeUntil(now);
    await this.outbox.sweep();
    await this.rules.announce();
  }

  private async resumeUntil(until: number): Promise<void> {
    for await (const { identities } of this.decider.resumeUntil(until)) await this.outbox.publish(identities);
  }
}
