// What a topic is, and how its bytes become messages of the current version.
import type { TSchema } from '@sinclair/typebox';
import { type Check, Invalid, checkOf } from './check';
import { MAX_MESSAGE_DEPTH, parse, parseSafe } from './safe-json';

export interface Topic<T> {
  readonly name: string;
  /** What the record's key is: records of one key keep their order. */
  readonly key: string;
  readonly keyOf: (message: T) => string;
  readonly partitions: number;
  /** Null for compacted topics, which keep the last record of every key. */
  readonly retentionMs: number | null;
  /**
   * Whether programs other than Segue may write to it. Its messages are then checked for values
   * that JSON cannot carry safely.
   */
  readonly external: boolean;
  readonly writtenBy: readonly string[];
  readonly version: number;
  readonly schema: TSchema;
  readonly check: Check;
  /** From version n to n + 1; index 0 lifts version 1. */
  readonly upcasts: readonly ((old: Record<string, unknown>) => Record<string, unknown>)[];
}

const PARTITIONS = 6;
const WEEK = 7 * 24 * 3600 * 1000;

export function encode<T>(message: T): Buffer {
  return Buffer.from(JSON.stringify(message));
}

/**
 * The message in these bytes, in the current version.
 * @throws {Invalid} with the path of what is wrong: not UTF-8 JSON, beyond the limits of
 * `safe-json.ts`, of an unknown version or shape.
 */
export function decode<T>(topic: Topic<T>, bytes: Buffer): T {
  const message = upcast(topic, topic.external ? parseSafe(bytes, MAX_MESSAGE_DEPTH) : parse(bytes));
  const fault = topic.check(message);
  if (fault) throw fault;
  return message as T;
}

/**
 * Returns a message that Segue keeps in a table, in the current version. Its shape is not checked
 * again.
 */
export const fromStored = <T>(topic: Topic<T>, stored: unknown): T => upcast(topic, stored) as T;

function upcast<T>(topic: Topic<T>, parsed: unknown): unknown {
  if (typeof parsed !== 'object' || parsed === null) throw new Invalid('type', '', 'a message is an object');
  let message = parsed as Record<string, unknown>;
  const version = message.v;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1 || version > topic.version) {
    throw new Invalid('version', 'v', `version must be from 1 to ${topic.version}`);
  }
  for (const lift of topic.upcasts.slice(version - 1)) message = lift(message);
  return message;
}

type Given<T> = Pick<Topic<T>, 'name' | 'key' | 'keyOf' | 'schema' | 'writtenBy'> & Partial<Topic<T>>;

/** Defines a topic. */
export function topic<T>(given: Given<T>): Topic<T> {
  const upcasts = given.upcasts ?? [];
  return {
    partitions: PARTITIONS,
    retentionMs: WEEK,
    external: false,
    upcasts,
    version: upcasts.length + 1,
    check: checkOf(given.schema),
    ...given,
  };
}
