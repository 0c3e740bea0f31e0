// What services answer each other over HTTP: the sender's views implement these types, and the
// reader checks each answer. Fields may be added; a reader ignores those that it does not know.
import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { type Check, checkOf } from './check';
import { Id, IdentitySchema, Nullable } from './messages/parts';
import { NumberedTouchpoint } from './messages/touchpoint';

/** An answer of a service to another one. */
export interface Answer<T> {
  readonly check: Check;
  /** Only for the type. */
  readonly value?: T;
}

function answer<S extends TSchema>(schema: S): Answer<Static<S>> {
  return { check: checkOf(schema) };
}

const CustomerNames = Type.Object({ customer: Id, identities: Type.Array(IdentitySchema) });
export type CustomerNames = Static<typeof CustomerNames>;

/**
 * `GET /api/customers/{reference}`: which customer it is, and its identities, the strongest first.
 */
export const customerNames = answer(CustomerNames);

const Matches = Type.Object({ customers: Type.Array(Id), next: Nullable(Type.String()) });
export type Matches = Static<typeof Matches>;

/** `GET /api/customers/matches`: ids of customers that a search finds, in portions. */
export const matches = answer(Matches);

const History = Type.Object({ identity: IdentitySchema, touchpoints: Type.Array(NumberedTouchpoint) });
export type History = Static<typeof History>;

/** `GET /api/histories`: whole timelines of identities. */
export const histories = answer(Type.Array(History));

const KeptOrder = Type.Object({
  id: Type.String(),
  /** The identity of its customer. */
  identity: IdentitySchema,
  customer: Id,
  /** Whether it belongs to the given customer. */
  isOwn: Type.Boolean(),
  /** Time of the order, ISO 8601; null while it is not completed. */
  placed: Nullable(Type.String()),
  currency: Type.String(),
  /** Amount in minor units. */
  total: Type.Integer(),
});
export type KeptOrder = Static<typeof KeptOrder>;

/** `POST /api/histories/orders`: those of the given orders that exist. */
export const keptOrders = answer(Type.Array(KeptOrder));
