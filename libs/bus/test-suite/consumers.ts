// Messages and consumers for the tests of the strategy.
import { Controller, type Type } from '@nestjs/common';
import { type ConsentChanged, type Topic, consents } from '@segue/contracts';
import { type Batch, Poisoned } from '../src/batch';
import { batchesOf } from '../src/handling/on-batch';

export const NOW = Date.UTC(2024, 4, 1);

export const consent = (identity: string): ConsentChanged => ({
  v: 1,
  identity: `userId:${identity}`,
  customer: 'c1',
  number: 1,
  consents: {},
  occurredAt: NOW - 2_000,
  recordedAt: NOW - 1_000,
  origin: 'live',
  cause: null,
});

/** Returns a topic of the test with the messages of `consents`. */
export const topicLike = (name: string): Topic<ConsentChanged> => ({ ...consents, name, partitions: 1 });
export const OnBatch = batchesOf('delivery');

/**
 * Returns a controller for which some identities are poison; `calls` receives the calls that
 * succeeded.
 */
export function poisonedBy(topic: Topic<ConsentChanged>, bad: readonly string[], calls: string[][]): Type {
  @Controller()
  class Consumer {
    @OnBatch(topic)
    async take(batch: Batch<ConsentChanged>): Promise<void> {
      const names = batch.messages.map(({ value }) => value.identity.slice('userId:'.length));
      const poisons = batch.messages
        .filter((_, index) => bad.includes(names[index] as string))
        .map(({ partition, offset }) => ({
          partition,
          offset,
          code: 'odd',
          path: 'identity',
          reason: 'cannot be folded',
        }));
      if (poisons.length > 0) throw new Poisoned(poisons);
      calls.push(names);
    }
  }
  return Consumer;
}

/** Returns a controller that fails on one identity in any batch, as a defect would. */
export function failingOn(topic: Topic<ConsentChanged>, bad: string, taken: string[]): Type {
  @Controller()
  class Consumer {
    @OnBatch(topic)
    async take({ messages }: Batch<ConsentChanged>): Promise<void> {
      const names = messages.map(({ value }) => value.identity.slice('userId:'.length));
      if (names.includes(bad)) throw new RangeError(`planted`);
      taken.push(...names);
    }
  }
  return Consumer;
}

async function noteError(promise: Promise<unknown>, errors: unknown[]): Promise<void> {
  await promise.catch((error: unknown) => errors.push(error));
}

/** Returns the same result; its error is added to `errors`. */
export function noted<R>(result: R, errors: unknown[]): R {
  void noteError(Promise.resolve(result), errors);
  return result;
}
