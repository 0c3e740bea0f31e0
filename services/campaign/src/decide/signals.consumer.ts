// Decides about signals: decode, load, decide and save (`Decider.decide`), publish.
import { type Batch } from '@segue/bus';
import { type Signal, signals } from '@segue/contracts';
import { Controller } from '@nestjs/common';
import { DecisionOutbox } from './decision.outbox';
import { Decider } from './decider';
import { START } from './domain/decision';
import { OnBatch } from '../on-batch';
import { orderNotesIn } from '../results/domain/order-note';
import { TrialStore } from '../results/trial.store';

@Controller()
export class SignalsConsumer {
  constructor(
    private readonly decider: Decider,
    private readonly outbox: DecisionOutbox,
    private readonly trials: TrialStore,
  ) {}

  /**
   * Safe to repeat: a decision is taken once per campaign, signal and leg. A repetition publishes
   * what the first run left unpublished.
   */
  @OnBatch(signals)
  async decideBatch(batch: Batch<Signal>): Promise<number[]> {
    const received = batch.messages.map((message) => message.value);
    const { decisions, unpublished } = await this.decider.decide(received);
    await this.outbox.publish(unpublished);
    await this.trials.note(orderNotesIn(received));
    // A decision at the end of a wait is late by intention: it counts for no latency.
    return decisions.flatMap(({ outcome, provenance: { origin, recordedAt }, leg }) =>
      outcome === 'sent' && origin === 'live' && leg === START ? [recordedAt] : [],
    );
  }
}
