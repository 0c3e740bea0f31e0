// Publishes actions by state: whatever is not known to be published, in the order of the decisions,
// then marks it.
import { type Bus, toOutgoing } from '@segue/bus';
import { actions } from '@segue/contracts';
import { Overdue } from '@segue/service';
import type { CampaignStore, UnpublishedAction } from './campaign.store';

const AT_ONCE = 500;

export class ActionOutbox {
  private readonly overdue = new Overdue();

  constructor(
    private readonly store: CampaignStore,
    private readonly bus: Bus,
  ) {}

  /** What a crash left. */
  async sweep(): Promise<void> {
    const owed = await this.store.owed(AT_ONCE);
    await this.publish(this.overdue.among(owed, (one) => String(one.number)));
  }

  /**
   * Everything: before a time mark says that nothing older will come, what a crash left included.
   */
  async publishAll(): Promise<void> {
    for (let owed = await this.store.owed(AT_ONCE); owed.length > 0; owed = await this.store.owed(AT_ONCE)) {
      await this.publish(owed);
    }
  }

  async publish(owed: readonly UnpublishedAction[]): Promise<void> {
    if (owed.length === 0) return;
    await this.bus.publish(
      actions.name,
      owed.map(({ action }) => toOutgoing(actions, action)),
    );
    await this.store.markPublished(owed);
  }
}
