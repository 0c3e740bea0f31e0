// Topics `touchpoints` and `touchpoints-bulk`: exchanges with customers as ingestion accepted them.
import { type Static, Type } from '@sinclair/typebox';
import { Data, Id, IdentitySchema, provenance } from './parts';

/**
 * How far the sender of a touchpoint is trusted about the person: `server` for a server source and
 * for a user id signed by the source, `public` for a key that every visitor can read. Which fields
 * depend on it is decided where a customer's parts are joined (libs/parts).
 */
export const Trust = Type.Union([Type.Literal('server'), Type.Literal('public')]);
export type Trust = Static<typeof Trust>;

/** Traits that public sources cannot change for a known person unless the operator names others. */
export const DEFAULT_PROTECTED_TRAITS: readonly string[] = [
  'email',
  'phone',
  'name',
  'firstName',
  'lastName',
  'first_name',
  'last_name',
  'birthday',
];

/**
 * One exchange with a customer, as ingestion accepted it. Owned for ever by `identity`, the
 * strongest of `ids`.
 */
export const Touchpoint = Type.Object({
  v: Type.Literal(1),
  identity: IdentitySchema,
  source: Id,
  id: Id,
  type: Type.Union([
    Type.Literal('track'),
    Type.Literal('identify'),
    Type.Literal('page'),
    Type.Literal('screen'),
    Type.Literal('group'),
    Type.Literal('alias'),
  ]),
  /** The event's name for `track` ("Order Completed"); the type's own name otherwise. */
  event: Type.String({ minLength: 1, maxLength: 256 }),
  ids: Type.Array(IdentitySchema, { minItems: 1, maxItems: 16 }),
  /** properties of track, page, screen; traits of identify, group. */
  properties: Data,
  context: Data,
  /** Hash of the content without transport fields: the same id with another digest is refused. */
  digest: Type.String({ minLength: 1, maxLength: 64 }),
  /**
   * Set by ingestion. Absent in touchpoints that Segue itself writes (outcomes of deliveries) and
   * in those of older versions.
   */
  trust: Type.Optional(Trust),
  /**
   * Place among what ingestion received in the same millisecond: a request's events in its order.
   * Of two touchpoints of one instant the one received later is the later one, then the one with
   * the later place (`turnOf`). Absent counts as 0.
   */
  place: Type.Optional(Type.Integer({ minimum: 0 })),
  ...provenance,
});
export type Touchpoint = Static<typeof Touchpoint>;

/**
 * A touchpoint with its place in the sequence of its identity (1, 2, …), given when it was first
 * stored.
 */
export const NumberedTouchpoint = Type.Composite([Touchpoint, Type.Object({ number: Type.Integer({ minimum: 1 }) })]);
export type NumberedTouchpoint = Static<typeof NumberedTouchpoint>;
