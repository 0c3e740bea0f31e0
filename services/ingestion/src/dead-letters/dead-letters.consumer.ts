import { type Batch } from '@segue/bus';
import { type DeadLetter, deadLetters } from '@segue/contracts';
import { Controller } from '@nestjs/common';
import { DeadLetterStore } from './dead-letter.store';
import { OnBatch } from '../on-batch';

@Controller()
export class DeadLettersConsumer {
  constructor(private readonly letters: DeadLetterStore) {}

  /** Safe to see twice: a letter's id says where its message stood. */
  @OnBatch(deadLetters)
  async keepBatch(batch: Batch<DeadLetter>): Promise<void> {
    await this.letters.keep(batch.messages.map((message) => message.value));
  }
}
