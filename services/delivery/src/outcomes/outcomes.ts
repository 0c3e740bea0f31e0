// Publishes what became of messages: as touchpoints of the customer, and for campaigns to book. By
// state: what a crash left untold is told again, under the same id.
import { type Bus, toOutgoing } from '@segue/bus';
import { outcomes, touchpoints } from '@segue/contracts';
import type { Clock } from '@segue/service';
import type { DeliveryStore } from '../sending/delivery.store';
import { bookedOf, outcomeOf } from '../sending/domain/send';

const AT_ONCE = 500;

export class Outcomes {
  constructor(
    private readonly store: DeliveryStore,
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {}

  async publish(): Promise<number> {
    const owed = await this.store.unpublished(AT_ONCE);
    if (owed.length === 0) return 0;
    const now = this.clock.now();
    await Promise.all([
      this.bus.publish(
        touchpoints.name,
        owed.map((end) => toOutgoing(touchpoints, outcomeOf(end, now))),
      ),
      this.bus.publish(
        outcomes.name,
        owed.map((end) => toOutgoing(outcomes, bookedOf(end, now))),
      ),
    ]);
    await this.store.markPublished(owed.map((one) => one.id));
    return owed.length;
  }
}
