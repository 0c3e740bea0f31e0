// Time in campaigns: resumes due enrolments, and publishes what a crash left
// unpublished.
import type { Log } from '@segue/bus';
import { LOG, Rounds, ServiceTime } from '@segue/service';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DecisionOutbox } from './decision.outbox';
import { CampaignRules } from '../journeys/campaign.rules';
import { CampaignStore } from './campaign.store';
import { Decider } from './decider';

const EVERY_MS = 500;
const SWEEP_EVERY_MS = 2_000;
const RELEASE_EVERY_MS = 1_000;
/** Maximum number of paused enrolments that go on at a time. */
const RELEASED_AT_ONCE = 1_000;

@Injectable()
export class CampaignTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: Rounds;

  constructor(
    private readonly decider: Decider,
    private readonly store: CampaignStore,
    private readonly outbox: DecisionOutbox,
    private readonly rules: CampaignRules,
    private readonly time: ServiceTime,
    @Inject(LOG) log: Log,
  ) {
    this.rounds = new Rounds(log, 'a periodic task of campaign failed');
    this.time.firesDue(async (until) => {
      await this.resumeUntil(until);
      await this.outbox.publishAll();
    });
  }

  onApplicationBootstrap(): void {
    this.rounds.every(EVERY_MS, () => this.resume());
    this.rounds.every(SWEEP_EVERY_MS, () => this.sweep());
    this.rounds.every(RELEASE_EVERY_MS, () => this.release());
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  private async resume(): Promise<void> {
    if (!(await this.decider.isAnythingDue())) return;
    const { now, mode } = await this.time.read();
    // While history is replayed waits end with the marks, in their order.
    if (mode === 'wall') await this.resumeUntil(now);
  }

  /** Enrolments that fell due while their campaign was paused go on when it runs again. */
  private async release(): Promise<void> {
    const { now } = await this.time.read();
    while ((await this.store.release(now, RELEASED_AT_ONCE)) === RELEASED_AT_ONCE);
  }

  private async sweep(): Promise<void> {
    await this.outbox.sweep();
    await this.rules.sweep();
  }

  private async resumeUntil(until: number): Promise<void> {
    for await (const { unpublished } of this.decider.resumeUntil(until)) await this.outbox.publish(unpublished);
  }
}
