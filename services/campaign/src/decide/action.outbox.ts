// Publishes actions in the order of their decisions.
import { type Bus, toOutgoing } from '@segue/bus';
import { actions } from '@segue/contracts';
import { type Clock, Outbox, type OutboxParts } from '@segue/service';
import type { CampaignStore, UnpublishedAction } from './campaign.store';

export class ActionOutbox extends Outbox<UnpublishedAction> {
  constructor(store: CampaignStore, bus: Bus, clock: Clock, oldest?: OutboxParts<UnpublishedAction>['oldest']) {
    super({
      unpublished: (limit) => store.unpublished(limit),
      publish: (rows) =>
        bus.publish(
          actions.name,
          rows.map(({ action }) => toOutgoing(actions, action)),
        ),
      markPublished: (rows) => store.markPublished(rows),
      keyOf: ({ number }) => String(number),
      now: () => clock.now(),
      oldest,
    });
  }
}
