// Topic `decisions`: what campaigns decided about customers, and why.
import { type Static, Type } from '@sinclair/typebox';
import { MESSAGE_CHANNELS } from '../channels';
import { Data, Id, IdentitySchema, Instant, Nullable, oneOf, provenance } from './parts';
import { Signal } from './signal';

/** One link of the chain from the signal to the outcome. */
const DecisionCheck = Type.Object({
  check: Id,
  passed: Type.Boolean(),
  /** What was compared: numbers and names, never addresses. */
  detail: Data,
});

/** An action that a decision orders, without its content. One form for each kind of `Action`. */
export const DecisionEffect = Type.Object({
  kind: Type.Literal('message'),
  /** Id of the action. */
  action: Id,
  channel: oneOf(MESSAGE_CHANNELS),
});
export type DecisionEffect = Static<typeof DecisionEffect>;

/**
 * One decision, sent, held back or deferred. Published once it is stored; a crash may publish it
 * twice under the same `id`. `occurredAt` is when it was taken.
 */
export const DecisionTaken = Type.Object({
  v: Type.Literal(1),
  /** Derived from campaign, signal and step; also the id of the message that it sends. */
  id: Id,
  /** Id of the customer when this was decided. */
  customer: Id,
  /** The identity that caused it: merges and splits of customers do not change it. */
  identity: IdentitySchema,
  campaign: Id,
  campaignVersion: Type.Integer({ minimum: 1 }),
  /**
   * `start`, `resume-<due>` for the end of quiet hours, or `<node>-<steps before it>` at a later
   * step of a journey.
   */
  step: Id,
  /** The enrolment and its step, for journeys with several steps or a goal. */
  enrolment: Type.Optional(Id),
  node: Type.Optional(Id),
  outcome: Type.Union([Type.Literal('sent'), Type.Literal('held'), Type.Literal('deferred')]),
  /** `sent`, or the check that failed. */
  reason: Id,
  /** In the order in which they were made. */
  checks: Type.Array(DecisionCheck),
  signal: Type.Object({
    id: Id,
    kind: Signal.properties.kind,
    subject: Id,
    from: Nullable(Type.String()),
    to: Nullable(Type.String()),
    /** As in the signal; `{tooLarge: true}` above 2 KB. */
    because: Type.Unknown(),
    /** The touchpoint behind a signal about an order, `identity/source/id`. */
    touchpoint: Type.Optional(Id),
    occurredAt: Instant,
  }),
  /** When a deferred one is decided again; null for the others. */
  dueAt: Nullable(Instant),
  effects: Type.Array(DecisionEffect),
  ...provenance,
});
export type DecisionTaken = Static<typeof DecisionTaken>;
