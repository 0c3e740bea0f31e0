// From raw records to what a handler takes: cut at the time marks, decoded, the unreadable ones set aside. Pure.
import { Invalid, TimeMark, type Topic, checkOf, decode, parseSafe } from '@segue/contracts';
import type { Poison } from './batch';
import type { Delivered } from './batch';
import type { Received } from './bus';
import { KIND, MARK } from './outgoing';

/** Messages up to the next mark. */
export interface Stretch<T> {
  delivered: Delivered<T>[];
  unreadable: Buried[];
  mark: TimeMark | null;
}

/** A record on its way to the dead letters. */
export interface Buried {
  record: Received;
  why: Omit<Poison, 'offset'>;
}

const checkMark = checkOf(TimeMark);

/** Cuts after each mark. The last stretch has none, and is left out when it is empty. */
export function stretchesOf<T>(topic: Topic<T>, records: readonly Received[]): Stretch<T>[] {
  const stretches = [empty<T>()];
  for (const record of records) {
    const open = stretches.at(-1) as Stretch<T>;
    const read = readRecord(topic, record);
    if ('mark' in read) {
      open.mark = read.mark;
      stretches.push(empty<T>());
    } else if ('why' in read) open.unreadable.push({ record, why: read.why });
    else open.delivered.push(read.delivered);
  }
  return stretches.filter(({ delivered, unreadable, mark }) => delivered.length + unreadable.length > 0 || mark);
}

type Read<T> = { mark: TimeMark } | { delivered: Delivered<T> } | { why: Buried['why'] };

function readRecord<T>(topic: Topic<T>, { offset, key, value, headers }: Received): Read<T> {
  try {
    if (headers[KIND] === MARK) return { mark: markIn(value) };
    return { delivered: { value: decode(topic, value), offset, key, headers } };
  } catch (error) {
    if (error instanceof Invalid) return { why: { code: error.code, path: error.path, reason: error.message } };
    throw error;
  }
}

/** @throws {Invalid} it is none. */
function markIn(value: Buffer): TimeMark {
  const mark = parseSafe(value);
  const fault = checkMark(mark);
  if (fault) throw fault;
  return mark as TimeMark;
}

const empty = <T>(): Stretch<T> => ({ delivered: [], unreadable: [], mark: null });
