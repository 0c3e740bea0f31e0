// Decides about signals: decode, load, decide and save (`Decider.decide`), publish.
import { type Batch } from '@segue/bus';
import { type Signal, signals } from '@segue/contracts';
import { Controller } from '@nestjs/common';
import { DecisionOutbox } from './decision.outbox';
import { Decider } from './decider';
import { START } from './domain/decision';
import { OnBatch } from '../on-batch';

@Controller()
export class SignalsConsumer {
  constructor(
    private readonly decider: Decider,
    private readonly outbox: DecisionOutbox,
  ) {}

  /**
   * Safe to repeat: a decision is taken once per campaign, signal and leg. A repetition publishes
   * what the first run left unpublished.
   */
  @OnBatch(signals)
  async decideBatch(batch: Batch<Signal>): Promise<number[]> {
    const { decisions, unpublished } = await this.decider.decide(batch.messages.map((message) => message.value));
    await this.outbox.publish(unpublished);
    // A decision at the end of a wait is late by intention: it counts for no latency.
    return decisions.flatMap(({ outcome, provenance: { origin, recordedAt }, leg }) =>
      outcome === 'sent' && origin === 'live' && leg === START ? [recordedAt] : [],
    );
  }
}
