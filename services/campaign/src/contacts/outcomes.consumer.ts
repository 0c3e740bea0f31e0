// Takes in how messages ended, and what is said of consents: both are booked, nothing is decided.
import { type Batch } from '@segue/bus';
import { type ConsentChanged, type Outcome, consents, outcomes } from '@segue/contracts';
import { Controller } from '@nestjs/common';
import { OutcomeStore } from './outcome.store';
import { OnBatch } from '../on-batch';

@Controller()
export class OutcomesConsumer {
  constructor(private readonly store: OutcomeStore) {}

  /** Safe to see twice, and in any order: an outcome is final. */
  @OnBatch(outcomes)
  bookBatch(batch: Batch<Outcome>): Promise<void> {
    return this.store.book(batch.messages.map((message) => message.value));
  }

  /** Safe to see twice: an older word of an identity changes nothing. */
  @OnBatch(consents)
  keepConsents(batch: Batch<ConsentChanged>): Promise<void> {
    return this.store.saveSpeakers(batch.messages.map((message) => message.value));
  }
}
