// Takes signals in: which campaigns they concern, and what each decides.
import { type Batch, OnBatch } from '@segue/bus';
import { type Signal, signals } from '@segue/contracts';
import { ServiceTime, StageLatency } from '@segue/service';
import { Controller } from '@nestjs/common';
import { ActionOutbox } from './action.outbox';
import { Decider } from './decider';
import { START } from './domain/decide';

@Controller()
export class SignalsConsumer {
  constructor(
    private readonly decider: Decider,
    private readonly outbox: ActionOutbox,
    private readonly time: ServiceTime,
    private readonly stages: StageLatency,
  ) {}

  /**
   * Safe to see twice: a decision is taken once per campaign, cause and step. What a first sight
   * left unpublished is published by the second.
   */
  @OnBatch(signals)
  async decideBatch(batch: Batch<Signal>): Promise<void> {
    const { decisions, owed } = await this.decider.decide(batch.messages.map((message) => message.value));
    await this.outbox.publish(owed);
    // What waited for the morning was not slow.
    for (const { action, step } of decisions) {
      if (action?.origin === 'live' && step === START) this.stages.note('campaign', action.recordedAt);
    }
    await this.time.noteBatch(batch);
  }
}
