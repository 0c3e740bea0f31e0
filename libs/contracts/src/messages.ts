// The messages of every topic, as schemas from which the types, the compiled validators and the
// AsyncAPI document follow. Times are UTC milliseconds, money is whole minor units; a field is
// never renamed or given another meaning: a new version is added and the old one upcast (see
// `topics.ts`).
import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { MAX_IDENTITY_LENGTH } from './identity';

const Instant = Type.Integer({ description: 'UTC milliseconds' });
const Id = Type.String({ minLength: 1, maxLength: 512 });
const IdentitySchema = Type.String({ minLength: 3, maxLength: MAX_IDENTITY_LENGTH, description: 'kind:value' });
const Data = Type.Record(Type.String(), Type.Unknown());
const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/**
 * Where a message came from. Campaigns act on `live` ones unless set otherwise, so that history
 * sends nothing.
 */
export const Origin = Type.Union([
  Type.Literal('live'),
  Type.Literal('import'),
  Type.Literal('backfill'),
  Type.Literal('replay'),
]);
export type Origin = Static<typeof Origin>;

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
 * What made this message be. `depth` counts the links since the first touchpoint; a campaign
 * holds back what a chain longer than MAX_DEPTH would send.
 */
export const Cause = Type.Object({
  kind: Type.Union([
    Type.Literal('touchpoint'),
    Type.Literal('due'),
    Type.Literal('definition'),
    Type.Literal('transition'),
    Type.Literal('action'),
    Type.Literal('merge'),
  ]),
  id: Id,
  depth: Type.Integer({ minimum: 0 }),
});
export type Cause = Static<typeof Cause>;
export const MAX_DEPTH = 5;

const provenance = { occurredAt: Instant, recordedAt: Instant, origin: Origin, cause: Nullable(Cause) };

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

/** Consent per `channel/purpose`, e.g. `email/marketing`: the last word by event time. */
export const ConsentState = Type.Record(Type.String(), Type.Object({ granted: Type.Boolean(), at: Instant }));
export type ConsentState = Static<typeof ConsentState>;

/** Money of the customer in the brand's currency, minor units. */
const HeadMoney = Type.Object({
  currency: Type.String({ minLength: 3, maxLength: 3 }),
  gross: Type.Integer(),
  refunded: Type.Integer(),
  net: Type.Integer(),
  /**
   * Number of orders in a currency without a rate, or with such a refund, which these sums leave
   * out; absent for none.
   */
  unvalued: Type.Optional(Type.Integer({ minimum: 1 })),
});

/** What is known of a customer now. Never history; at most 64 KB. */
export const Head = Type.Object({
  traits: Data,
  consents: ConsentState,
  firstSeen: Instant,
  lastSeen: Instant,
  touchpoints: Type.Integer({ minimum: 0 }),
  orders: Type.Integer({ minimum: 0 }),
  money: HeadMoney,
  /**
   * Days with a purchase in the brand's zone, as the value models count them; days are
   * `YYYY-MM-DD`.
   */
  purchaseDays: Type.Object({
    count: Type.Integer({ minimum: 0 }),
    first: Nullable(Type.String()),
    last: Nullable(Type.String()),
    /** Gross spend of the days after the first, minor units. */
    repeatSpend: Type.Integer(),
  }),
  timeZone: Nullable(Type.String()),
  locale: Nullable(Type.String()),
});
export type Head = Static<typeof Head>;

/**
 * A customer after a batch: `touchpoints` are all of the batch, new or seen before; `absorbed` are
 * customers that ended in this one.
 */
export const ProfileChanged = Type.Object({
  v: Type.Literal(1),
  customer: Id,
  version: Type.Integer({ minimum: 1 }),
  identities: Type.Array(IdentitySchema, { minItems: 1 }),
  head: Head,
  touchpoints: Type.Array(NumberedTouchpoint),
  absorbed: Type.Array(Id),
  ...provenance,
});
export type ProfileChanged = Static<typeof ProfileChanged>;

/**
 * The consents of one identity (compacted). `number` is the touchpoint that was folded last:
 * readers drop older ones.
 */
export const ConsentChanged = Type.Object({
  v: Type.Literal(1),
  identity: IdentitySchema,
  customer: Id,
  number: Type.Integer({ minimum: 0 }),
  /**
   * Of the customer: of two messages with one number the later one. Absent in what older services
   * wrote.
   */
  version: Type.Optional(Type.Integer({ minimum: 0 })),
  consents: ConsentState,
  /**
   * E-mail addresses and phones of the customer, as identities: a withdrawal holds for each of
   * them. Absent in what older services wrote.
   */
  addresses: Type.Optional(Type.Array(IdentitySchema)),
  /**
   * Consents whose grant here ends an earlier withdrawal of another customer with the same address.
   */
  lifts: Type.Optional(Type.Array(Type.String())),
  ...provenance,
});
export type ConsentChanged = Static<typeof ConsentChanged>;

/**
 * Where the customer stood when the signal was made: enough for a decision and for its explanation.
 */
export const StandingSummary = Type.Object({
  tiers: Type.Record(Type.String(), Type.String()),
  segments: Type.Array(Type.String()),
  /**
   * Expected revenue of the next 39 weeks and net margin of 12 months, minor units; P(alive) by
   * MBG/NBD.
   */
  expectedRevenue: Type.Number(),
  netMargin: Type.Number(),
  pAlive: Type.Number(),
});
export type StandingSummary = Static<typeof StandingSummary>;

/**
 * Everything a campaign can subscribe to. `number` counts per customer; readers drop late ones.
 */
export const Signal = Type.Object({
  v: Type.Literal(1),
  id: Id,
  customer: Id,
  kind: Type.Union([
    Type.Literal('entered'),
    Type.Literal('left'),
    Type.Literal('tier'),
    Type.Literal('touchpoint'),
    Type.Literal('order'),
    Type.Literal('merged'),
    Type.Literal('split'),
  ]),
  /**
   * The segment, the tier scheme, the event's name, what became of the order, or the customer
   * itself for merged and split.
   */
  subject: Id,
  number: Type.Integer({ minimum: 0 }),
  from: Nullable(Type.String()),
  to: Nullable(Type.String()),
  /**
   * The leaves that decided, with their values, as `because` of libs/rules; the touchpoint's
   * properties; or the order (`OrderFact` of libs/orders).
   */
  because: Type.Unknown(),
  version: Type.Integer({ minimum: 0 }),
  identities: Type.Array(IdentitySchema, { minItems: 1 }),
  /**
   * The identity that was seen first, by which random groups are drawn: it stays when a visitor
   * signs in. Absent in what older services wrote.
   */
  bucketingId: Type.Optional(IdentitySchema),
  absorbed: Type.Array(Id),
  head: Head,
  standing: StandingSummary,
  ...provenance,
});
export type Signal = Static<typeof Signal>;

/**
 * What a campaign subscribes to (compacted, keyed by campaign): touchpoints by event name, and what
 * becomes of orders. Changes of segments and tiers are always published.
 */
export const Definition = Type.Object({
  v: Type.Literal(1),
  campaign: Id,
  version: Type.Integer({ minimum: 1 }),
  active: Type.Boolean(),
  touchpoints: Type.Array(Type.String()),
  /** `placed`, `changed`, `refunded`, `cancelled`. Absent in what older services wrote. */
  orders: Type.Optional(Type.Array(Type.String())),
  ...provenance,
});
export type Definition = Static<typeof Definition>;

/**
 * Marketing needs consent, caps, quiet hours and control groups; service (order, payment, safety)
 * skips them.
 */
export const MessageClass = Type.Union([Type.Literal('marketing'), Type.Literal('service')]);
export type MessageClass = Static<typeof MessageClass>;

/** One message to one customer, with all that its send needs. `id` is the idempotency key. */
export const Action = Type.Object({
  v: Type.Literal(1),
  id: Id,
  customer: Id,
  identities: Type.Array(IdentitySchema, { minItems: 1 }),
  campaign: Id,
  campaignVersion: Type.Integer({ minimum: 1 }),
  step: Id,
  class: MessageClass,
  /**
   * The consent that is checked once more at the send, `channel/purpose`; null for service
   * messages.
   */
  consent: Nullable(Type.String()),
  channel: Type.Union([Type.Literal('outbox'), Type.Literal('email'), Type.Literal('webhook')]),
  /** E-mail address, webhook channel id, or the customer's id for the outbox. */
  to: Type.String(),
  content: Type.Object({ subject: Type.String(), body: Type.String(), data: Data }),
  /** Not sent after this instant. */
  expiresAt: Nullable(Instant),
  ...provenance,
});
export type Action = Static<typeof Action>;

/** How a message ended, final: what campaigns book their decision by. */
export const Outcome = Type.Object({
  v: Type.Literal(1),
  /** Of the action. */
  id: Id,
  customer: Id,
  campaign: Id,
  status: Type.Union([
    Type.Literal('sent'),
    Type.Literal('failed'),
    Type.Literal('held'),
    Type.Literal('indeterminate'),
  ]),
  reason: Nullable(Type.String()),
  /** The recipient's address, as an identity, where its server refuses it for good; else null. */
  bounced: Nullable(IdentitySchema),
  ...provenance,
});
export type Outcome = Static<typeof Outcome>;

/**
 * A message that could not be read or handled: its bytes, where it stood and why. `id` is derived
 * from where it stood.
 */
export const DeadLetter = Type.Object({
  v: Type.Literal(1),
  id: Id,
  group: Type.String(),
  topic: Type.String(),
  partition: Type.Integer(),
  offset: Type.String(),
  key: Type.String(),
  /** The bytes, base64. */
  value: Type.String(),
  headers: Type.Record(Type.String(), Type.String()),
  code: Type.String(),
  path: Type.String(),
  reason: Type.String(),
  ...provenance,
});
export type DeadLetter = Static<typeof DeadLetter>;

/**
 * Travels on every partition of a replayed topic: all before it happened at or before `at`; `last`
 * hands time to the wall clock.
 */
export const TimeMark = Type.Object({ v: Type.Literal(1), at: Instant, last: Type.Boolean() });
export type TimeMark = Static<typeof TimeMark>;
