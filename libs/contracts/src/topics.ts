// Every topic: its name, key, shape, retention and writers, and how its bytes become messages of
// the current version. Which services read a topic is in their definitions (`inputs`).
import * as messages from './messages';
import { SERVICES } from './services';
import { type Topic, topic } from './topic';

export const touchpoints = topic<messages.Touchpoint>({
  name: 'touchpoints',
  external: true,
  key: 'identity',
  keyOf: (touchpoint) => touchpoint.identity,
  schema: messages.Touchpoint,
  writtenBy: ['ingestion', 'delivery', 'profile', 'campaign'],
});

/**
 * Imports, and events of a source beyond its share of `touchpoints`. Ingestion forwards them to
 * `touchpoints` in small portions while few of those are unread. Carries no time marks.
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
  upcasts: [messages.profileFromV1],
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

/** All topics, in the order of a touchpoint's way. */
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
