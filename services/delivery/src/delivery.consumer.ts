// Takes actions and consents in. Nothing is sent here: an action is only filed.
import { type Batch, OnBatch } from '@segue/bus';
import { type Action, type ConsentChanged, actions, consents } from '@segue/contracts';
import { CLOCK, type Clock, ServiceTime, StageLatency } from '@segue/service';
import { Controller, Inject } from '@nestjs/common';
import { DeliveryStore } from './delivery.store';
import { SenderLoops } from './sender.loops';

@Controller()
export class DeliveryConsumer {
  constructor(
    private readonly store: DeliveryStore,
    private readonly loops: SenderLoops,
    private readonly time: ServiceTime,
    private readonly stages: StageLatency,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Safe to see twice: an action is filed once, by its id. */
  @OnBatch(actions)
  async fileBatch(batch: Batch<Action>): Promise<void> {
    const filed = batch.messages.map((message) => message.value);
    await this.store.file(filed, this.clock.now());
    this.loops.wake(filed);
    // What waited for the morning was not slow.
    const { messages } = batch;
    for (const { value } of messages)
      if (value.origin === 'live' && value.step === 'start') this.stages.note('delivery', value.recordedAt);
    await this.time.noteBatch(batch);
  }

  /** Safe to see twice: an older word of an identity changes nothing. */
  @OnBatch(consents, { group: 'delivery' })
  async keepConsents(batch: Batch<ConsentChanged>): Promise<void> {
    await this.store.saveConsents(batch.messages.map((message) => message.value));
  }
}
