// Tells the world what became of messages: outcomes are touchpoints. By state: what a crash left untold is told again, under the same id.
import { type Bus, toOutgoing } from '@segue/bus';
import { touchpoints } from '@segue/contracts';
import type { Clock } from '@segue/service';
import type { DeliveryStore } from './delivery.store';
import { outcomeOf } from './domain/send';

const AT_ONCE = 500;

export class Outcomes {
  constructor(
    private readonly store: DeliveryStore,
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {}

  async publish(): Promise<number> {
    const owed = await this.store.owed(AT_ONCE);
    if (owed.length === 0) return 0;
    const now = this.clock.now();
    const told = owed.map(({ action, status, reason, occurredAt }) =>
      outcomeOf(action, status, reason, occurredAt, now),
    );
    await this.bus.publish(
      touchpoints.name,
      told.map((touchpoint) => toOutgoing(touchpoints, touchpoint)),
    );
    await this.store.paid(owed.map((one) => one.id));
    return owed.length;
  }
}
