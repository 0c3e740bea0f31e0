// Topics `profiles` and `consents`: what is known of a customer.
import { type Static, Type } from '@sinclair/typebox';
import { Data, Id, IdentitySchema, Instant, Nullable, provenance } from './parts';
import { NumberedTouchpoint } from './touchpoint';

/** Consent per `channel/purpose`, e.g. `email/marketing`: the latest by event time. */
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
 * customers that ended in this one. What is known of the customer is not repeated here: readers
 * fold the touchpoints, and profile's API has it.
 */
export const ProfileChanged = Type.Object({
  v: Type.Literal(2),
  customer: Id,
  version: Type.Integer({ minimum: 1 }),
  identities: Type.Array(IdentitySchema, { minItems: 1 }),
  touchpoints: Type.Array(NumberedTouchpoint),
  absorbed: Type.Array(Id),
  ...provenance,
});
export type ProfileChanged = Static<typeof ProfileChanged>;

/** Version 1 carried the head, which no reader needed. */
export const profileFromV1 = ({ head: _, ...old }: Record<string, unknown>): Record<string, unknown> => ({
  ...old,
  v: 2,
});

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
