// Every topic: its name, key, shape, retention and writers, and how its bytes become messages of
// the current version. Which services read a topic is in their definitions (`inputs`).
import type { TSchema } from '@sinclair/typebox';
import { type Check, Invalid, checkOf } from './check';
import { MAX_MESSAGE_DEPTH, parse, parseSafe } from './safe-json';
import * as messages from './messages';
import { SERVICES } from './services';

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

export const touchpoints = topic<messages.Touchpoint>({
  name: 'touchpoints',
  external: true,
  key: 'identity',
  keyOf: (touchpoint) => touchpoint.identity,
  schema: messages.Touchpoint,
  writtenBy: ['ingestion', 'delivery', 'profile', 'campaign'],
});

/**
 * The slow lane: imports, and events of a source beyond its share of the live lane. Ingestion
 * forwards it to `touchpoints` in small portions while that lane is short. It carries no time
 * marks.
 */
export const touchpointsBulk = topic<messages.Touchpoint>({
  name: 'touchpoints-bulk',
  key: 'identity',
  keyOf: (touchpoint) => touchpoint.identity,
  schema: messages.Touchpoint,
  writtenBy: ['ingestion'],
});

export const profiles = topic<messages.ProfileChanged>({
  name: 'profiles',
  key: 'customer',
  keyOf: (profile) => profile.customer,
  schema: messages.ProfileChanged,
  writtenBy: ['profile'],
});

export const consents = topic<messages.ConsentChanged>({
  name: 'consents',
  key: 'identity',
  keyOf: (consent) => consent.identity,
  retentionMs: null,
  schema: messages.ConsentChanged,
  writtenBy: ['profile'],
});

export const signals = topic<messages.Signal>({
  name: 'signals',
  key: 'customer',
  keyOf: (signal) => signal.customer,
  schema: messages.Signal,
  writtenBy: ['scoring'],
});

export const definitions = topic<messages.Definition>({
  name: 'definitions',
  key: 'campaign',
  keyOf: (definition) => definition.campaign,
  partitions: 1,
  retentionMs: null,
  schema: messages.Definition,
  writtenBy: ['campaign'],
});

export const segments = topic<messages.SegmentChanged>({
  name: 'segments',
  key: 'segment',
  keyOf: (changed) => changed.segment,
  partitions: 1,
  retentionMs: null,
  schema: messages.SegmentChanged,
  writtenBy: ['scoring'],
});

export const actions = topic<messages.Action>({
  name: 'actions',
  key: 'customer',
  keyOf: (action) => action.customer,
  schema: messages.Action,
  writtenBy: ['campaign'],
  upcasts: [messages.actionFromV1],
});

export const decisions = topic<messages.DecisionTaken>({
  name: 'decisions',
  key: 'customer',
  keyOf: (decision) => decision.customer,
  schema: messages.DecisionTaken,
  writtenBy: ['campaign'],
});

export const outcomes = topic<messages.Outcome>({
  name: 'outcomes',
  key: 'customer',
  keyOf: (outcome) => outcome.customer,
  schema: messages.Outcome,
  writtenBy: ['delivery'],
});

export const deadLetters = topic<messages.DeadLetter>({
  name: 'dead-letters',
  key: 'id',
  keyOf: (letter) => letter.id,
  partitions: 1,
  schema: messages.DeadLetter,
  writtenBy: SERVICES,
});

/** All of them, in the order of a touchpoint's way. */
export const TOPICS: readonly Topic<never>[] = [
  touchpointsBulk,
  touchpoints,
  profiles,
  consents,
  signals,
  segments,
  definitions,
  actions,
  decisions,
  outcomes,
  deadLetters,
] as unknown as Topic<never>[];

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

function topic<T>(given: Given<T>): Topic<T> {
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
