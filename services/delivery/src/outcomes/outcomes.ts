// Publishes how messages ended: as touchpoints of the customer, and as outcomes for campaigns. The
// ids derive from the message, so that a second publication changes nothing.
import { type Bus, toOutgoing } from '@segue/bus';
import { outcomes, touchpoints } from '@segue/contracts';
import { type Clock, Outbox, type OutboxParts } from '@segue/service';
import type { DeliveryStore, UnpublishedOutcome } from '../sending/delivery.store';
import { bookedOf, outcomeOf } from '../sending/domain/end';

export class Outcomes extends Outbox<UnpublishedOutcome> {
  constructor(store: DeliveryStore, bus: Bus, clock: Clock, oldest?: OutboxParts<UnpublishedOutcome>['oldest']) {
    super({
      unpublished: (limit) => store.unpublished(limit),
      publish: async (rows) => {
        const now = clock.now();
        await Promise.all([
          bus.publish(
            touchpoints.name,
            rows.map((end) => toOutgoing(touchpoints, outcomeOf(end, now))),
          ),
          bus.publish(
            outcomes.name,
            rows.map((end) => toOutgoing(outcomes, bookedOf(end, now))),
          ),
        ]);
      },
      markPublished: (rows) => store.markPublished(rows.map(({ id }) => id)),
      keyOf: ({ id }) => id,
      now: () => clock.now(),
      oldest,
    });
  }
}
