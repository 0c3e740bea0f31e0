// Stores how messages ended, and consents by address. Nothing is decided here.
import { type Batch } from '@segue/bus';
import { type ConsentChanged, type Outcome, consents, outcomes } from '@segue/contracts';
import { Controller } from '@nestjs/common';
import { OutcomeStore } from './outcome.store';
import { OnBatch } from '../on-batch';

@Controller()
export class OutcomesConsumer {
  constructor(private readonly store: OutcomeStore) {}

  /** Safe to repeat and in any order: an outcome is final. */
  @OnBatch(outcomes)
  bookBatch(batch: Batch<Outcome>): Promise<void> {
    return this.store.book(batch.messages.map((message) => message.value));
  }

  /** Safe to repeat: older consents of an identity change nothing. */
  @OnBatch(consents)
  keepConsents(batch: Batch<ConsentChanged>): Promise<void> {
    return this.store.saveConsentEvidence(batch.messages.map((message) => message.value));
  }
}
