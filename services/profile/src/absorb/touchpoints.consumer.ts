// Consumes touchpoints. Publishes, for each customer concerned, its identities with its touchpoints
// of the batch, and the consents that changed.
import { type Batch, type Bus, toOutgoing } from '@segue/bus';
import { type Touchpoint, consents, profiles, touchpoints } from '@segue/contracts';
import type { Brand } from '@segue/parts';
import { BUS } from '@segue/service';
import { Controller, Inject } from '@nestjs/common';
import { BoundedCounter } from './bounded.counter';
import { BRAND } from '../brand';
import { absorb } from './domain/absorb';
import type { Absorbed } from './domain/state';
import { ProfileStore } from './profile.store';
import { RecentTouchpoints } from '../timeline/recent.touchpoints';
import { OnBatch } from '../on-batch';

@Controller()
export class TouchpointsConsumer {
  constructor(
    private readonly store: ProfileStore,
    @Inject(BRAND) private readonly brand: Brand,
    @Inject(BUS) private readonly bus: Bus,
    private readonly recent: RecentTouchpoints,
    private readonly bounded: BoundedCounter,
  ) {}

  /**
   * Redelivery is safe: a touchpoint is stored once, by its key. The same customers are published
   * again, because the first delivery may have ended before it published them.
   *
   * `concurrency: 2`: one batch computes while another waits for Postgres.
   */
  @OnBatch(touchpoints, { concurrency: 2 })
  async takeBatch(batch: Batch<Touchpoint>): Promise<void> {
    const touched = batch.messages.map((message) => message.value);
    const absorbed = await this.store.change(touched, (known) => absorb(touched, known, this.brand));
    await this.publish(absorbed);
    this.recent.note(absorbed.profiles);
    this.bounded.note(absorbed.dropped);
  }

  private async publish(absorbed: Absorbed): Promise<void> {
    await Promise.all([
      this.bus.publish(
        profiles.name,
        absorbed.profiles.map((profile) => toOutgoing(profiles, profile)),
      ),
      this.bus.publish(
        consents.name,
        absorbed.consents.map((consent) => toOutgoing(consents, consent)),
      ),
    ]);
    await this.store.markPublished(absorbed.versions.filter((version) => version.unpublished));
  }
}
