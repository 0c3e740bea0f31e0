import { type Batch } from '@segue/bus';
import { type DeadLetter, deadLetters } from '@segue/contracts';
import { Controller } from '@nestjs/common';
import { DeadLetterStore } from './dead-letter.store';
import { OnBatch } from '../on-batch';

@Controller()
export class DeadLettersConsumer {
  constructor(private readonly letters: DeadLetterStore) {}

  /**
   * Stores a batch. Redelivery is safe, since the id of a dead letter is the position of its
   * message.
   */
  @OnBatch(deadLetters)
  async keepBatch(batch: Batch<DeadLetter>): Promise<void> {
    await this.letters.keep(batch.messages.map((message) => message.value));
  }
}
