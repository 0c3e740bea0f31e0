// Topics `signals`, `definitions` and `segments`: what campaigns can subscribe to, what each of
// them subscribes to, and the segments that they can name.
import { type Static, Type } from '@sinclair/typebox';
import { Id, IdentitySchema, Nullable, oneOf, provenance } from './parts';
import { Head } from './profile';

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

export const SIGNAL_KINDS = ['entered', 'left', 'tier', 'touchpoint', 'order', 'merged', 'split'] as const;

/**
 * Everything a campaign can subscribe to. `number` counts per customer; readers drop late ones.
 */
export const Signal = Type.Object({
  v: Type.Literal(1),
  id: Id,
  customer: Id,
  kind: oneOf(SIGNAL_KINDS),
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
  /** Segments that the campaign names, unless it has ended. Absent in what older services wrote. */
  segments: Type.Optional(Type.Array(Type.String())),
  /**
   * Whether its messages may be sent: `stopped` while it or all campaigns are, `over` once it has
   * ended. Absent, as in what older services wrote, is `on`.
   */
  sending: Type.Optional(Type.Union([Type.Literal('on'), Type.Literal('stopped'), Type.Literal('over')])),
  ...provenance,
});
export type Definition = Static<typeof Definition>;

/**
 * A segment that was saved or deleted (compacted, keyed by segment). `version` is that of the
 * rulebook, which grows with every edit.
 */
export const SegmentChanged = Type.Object({
  v: Type.Literal(1),
  segment: Id,
  version: Type.Integer({ minimum: 1 }),
  name: Type.String(),
  isDeleted: Type.Boolean(),
  ...provenance,
});
export type SegmentChanged = Static<typeof SegmentChanged>;
