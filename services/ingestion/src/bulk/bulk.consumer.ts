// Forwards the `bulk` queue to the live one, in portions so small that a live touchpoint never
// waits long behind one, and as fast as the services behind it follow.
import { type Batch, type Bus, NotYet, type Outgoing, toOutgoing } from '@segue/bus';
import { type Touchpoint, touchpoints, touchpointsBulk } from '@segue/contracts';
import { BUS } from '@segue/service';
import { Controller, Inject, type OnModuleDestroy } from '@nestjs/common';
import { MOST, portionOf } from './domain/portions';
import { Pacer } from './pacer';
import { OnBatch } from '../on-batch';

@Controller()
export class BulkConsumer implements OnModuleDestroy {
  private isEnding = false;

  constructor(
    @Inject(BUS) private readonly bus: Bus,
    private readonly pacer: Pacer,
  ) {}

  onModuleDestroy(): void {
    this.isEnding = true;
  }

  /**
   * Forwards a batch. Redelivery is safe, since profile stores a touchpoint once, by its key.
   * @throws {NotYet} when the process ends.
   */
  @OnBatch(touchpointsBulk, { maxBatch: MOST })
  async passOn({ messages }: Batch<Touchpoint>): Promise<void> {
    let left: readonly Outgoing[] = messages.map(({ value, headers }) => toOutgoing(touchpoints, value, headers));
    while (left.length > 0) {
      if (this.isEnding) throw new NotYet('the process ends');
      const count = portionOf(
        left.map(({ value }) => value.length),
        this.pacer.size,
      );
      await this.pacer.turn(count);
      await this.bus.publish(touchpoints.name, left.slice(0, count));
      left = left.slice(count);
    }
  }
}
