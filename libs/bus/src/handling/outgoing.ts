// Converts topics and messages of the contracts to what the port takes.
import { context, propagation } from '@opentelemetry/api';
import { type TimeMark, type Topic, encode } from '@segue/contracts';
import type { Outgoing, TopicSpec } from '../bus';

/** Header that marks a record as a time mark, and its value. */
export const KIND = 'kind';
export const MARK = 'mark';

/** Returns the topics as `ensureTopics` takes them. */
export function topicSpecs(topics: readonly Pick<Topic<never>, 'name' | 'partitions' | 'retentionMs'>[]): TopicSpec[] {
  return topics.map(({ name, partitions, retentionMs }) => ({ name, partitions, retentionMs }));
}

/**
 * Returns the message's bytes under its key, with the current trace unless `headers` name another.
 */
export function toOutgoing<T>(topic: Topic<T>, message: T, headers: Record<string, string> = {}): Outgoing {
  const carried = { ...headers };
  if (!carried.traceparent) propagation.inject(context.active(), carried);
  return { key: topic.keyOf(message), value: encode(message), headers: carried };
}

/** Returns a time mark for `publishToAll`. */
export function markOutgoing(mark: TimeMark): Outgoing {
  return { key: '', value: encode(mark), headers: { [KIND]: MARK } };
}
