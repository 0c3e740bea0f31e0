// The parts of a batch: what each partition contributes to one call of a handler.
import type { Batch, Poison, Poisoned } from '../batch';
import type { Received } from '../bus';
import type { Unhandled, Stretch } from './decode';

/** What one partition brings to a call. */
export interface Part<T> extends Pick<Stretch<T>, 'partition' | 'delivered' | 'mark'> {
  /** The raw records, from which dead letters are made. */
  records: readonly Received[];
}

export function batchOf<T>(topic: string, parts: readonly Part<T>[]): Batch<T> {
  return {
    topic,
    messages: parts.flatMap(({ delivered }) => delivered),
    marks: parts.flatMap(({ partition, mark }) => (mark ? [{ partition, mark }] : [])),
  };
}

/**
 * Returns the poisons that are in the batch. Others are ignored, since the handler would be called
 * again for ever.
 */
export function poisonsIn(batch: Batch<unknown>, { poisons }: Poisoned): Poison[] {
  const there = new Set(batch.messages.map(placeOf));
  return poisons.filter((poison) => there.has(placeOf(poison)));
}

export const placeOf = ({ partition, offset }: Pick<Poison, 'partition' | 'offset'>): string =>
  `${partition}/${offset}`;

export function unhandledOf<T>(parts: readonly Part<T>[], { partition, offset, ...why }: Poison): Unhandled {
  const part = parts.find((each) => each.partition === partition);
  return { partition, record: part?.records.find((record) => record.offset === offset) as Received, why };
}

export function without<T>(part: Part<T>, poisons: readonly Poison[]): Part<T> {
  const gone = new Set(poisons.map(placeOf));
  return { ...part, delivered: part.delivered.filter((message) => !gone.has(placeOf(message))) };
}

export const hasWork = ({ delivered, mark }: Part<unknown>): boolean => delivered.length > 0 || mark !== null;
