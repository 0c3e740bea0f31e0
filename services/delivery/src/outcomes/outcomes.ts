// Publishes how messages ended: as touchpoints of the customer, and as outcomes for campaigns. What
// a crash left unpublished is published again under the same id.
import { type Bus, toOutgoing } from '@segue/bus';
import { outcomes, touchpoints } from '@segue/contracts';
import { type Clock, Outbox } from '@segue/service';
import type { DeliveryStore, UnpublishedOutcome } from '../sending/delivery.store';
import { bookedOf, outcomeOf } from '../sending/domain/send';

export class Outcomes extends Outbox<UnpublishedOutcome> {
  constructor(store: DeliveryStore, bus: Bus, clock: Clock) {
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
    });
  }
}
