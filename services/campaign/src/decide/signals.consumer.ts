// Takes signals in: which campaigns they concern, and what each decides.
import { type Batch } from '@segue/bus';
import { type Signal, signals } from '@segue/contracts';
import { Controller } from '@nestjs/common';
import { ActionOutbox } from './action.outbox';
import { Decider } from './decider';
import { START } from './domain/decision';
import { OnBatch } from '../on-batch';

@Controller()
export class SignalsConsumer {
  constructor(
    private readonly decider: Decider,
    private readonly outbox: ActionOutbox,
  ) {}

  /**
   * Safe to see twice: a decision is taken once per campaign, cause and step. What a first sight
   * left unpublished is published by the second.
   */
  @OnBatch(signals)
  async decideBatch(batch: Batch<Signal>): Promise<number[]> {
    const { decisions, unpublished } = await this.decider.decide(batch.messages.map((message) => message.value));
    await this.outbox.publish(unpublished);
    // Decisions that were put off are not slow ones.
    return decisions.flatMap(({ action, step }) =>
      action?.origin === 'live' && step === START ? [action.recordedAt] : [],
    );
  }
}
