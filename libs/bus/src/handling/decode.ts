// Turns raw records into batches for a handler: splits them at the time marks, decodes them and
// sets the unreadable ones aside. Pure.
import { Invalid, TimeMark, type Topic, checkOf, decode, parseSafe } from '@segue/contracts';
import type { Delivered, Poison } from '../batch';
import type { RawBatch, Received } from '../bus';
import { KIND, MARK } from './outgoing';

/** Messages of one partition up to its next mark. */
export interface Stretch<T> {
  partition: number;
  delivered: Delivered<T>[];
  unreadable: Unhandled[];
  mark: TimeMark | null;
}

/** A record that becomes a dead letter. */
export interface Unhandled {
  partition: number;
  record: Received;
  why: Omit<Poison, 'partition' | 'offset'>;
}

const checkMark = checkOf(TimeMark);

/**
 * Returns the records split after each mark. The last stretch has no mark and is left out when it
 * is empty.
 */
export function stretchesOf<T>(
  topic: Topic<T>,
  { partition, messages }: Pick<RawBatch, 'partition' | 'messages'>,
): Stretch<T>[] {
  const stretches = [empty<T>(partition)];
  for (const record of messages) {
    const open = stretches.at(-1) as Stretch<T>;
    const read = readRecord(topic, partition, record);
    if ('mark' in read) {
      open.mark = read.mark;
      stretches.push(empty<T>(partition));
    } else if ('why' in read) open.unreadable.push({ partition, record, why: read.why });
    else open.delivered.push(read.delivered);
  }
  return stretches.filter(({ delivered, unreadable, mark }) => delivered.length + unreadable.length > 0 || mark);
}

type Read<T> = { mark: TimeMark } | { delivered: Delivered<T> } | { why: Unhandled['why'] };

function readRecord<T>(topic: Topic<T>, partition: number, { offset, key, value, headers }: Received): Read<T> {
  try {
    if (headers[KIND] === MARK) return { mark: markIn(value) };
    return { delivered: { value: decode(topic, value), partition, offset, key, headers } };
  } catch (error) {
    if (error instanceof Invalid) return { why: { code: error.code, path: error.path, reason: error.message } };
    throw error;
  }
}

/** Returns the time mark in a value. @throws {Invalid} when there is none. */
function markIn(value: Buffer): TimeMark {
  const mark = parseSafe(value);
  const fault = checkMark(mark);
  if (fault) throw fault;
  return mark as TimeMark;
}

const empty = <T>(partition: number): Stretch<T> => ({ partition, delivered: [], unreadable: [], mark: null });
