// What services answer each other over HTTP: the sender's views implement these types, and the
// reader checks each answer. Fields may be added; a reader ignores those that it does not know.
import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { type Check, checkOf } from './check';
import { Data, Id, IdentitySchema, Nullable } from './messages/parts';
import type { Identity } from './identity';
import { Head } from './messages/profile';
import { StandingSummary } from './messages/signal';
import { NumberedTouchpoint } from './messages/touchpoint';

/** ISO 8601. */
const Time = Type.String();

/** An answer of a service to another one. */
export interface Answer<T> {
  /** Path of the request with the names of its parameters: values may be personal. */
  readonly path: string;
  readonly check: Check;
  /** Only for the type. */
  readonly value?: T;
}

function answer<S extends TSchema>(path: string, schema: S): Answer<Static<S>> {
  return { path, check: checkOf(schema) };
}

const listOf = <S extends TSchema>(schema: S) => Type.Object({ items: Type.Array(schema) });

const CustomerNames = Type.Object({ customer: Id, identities: Type.Array(IdentitySchema) });
export type CustomerNames = Static<typeof CustomerNames>;

/**
 * `GET /api/customers/{reference}`: which customer it is, and its identities, the strongest first.
 */
export const customerNames = answer('/api/customers/{reference}', CustomerNames);

const Matches = Type.Object({ customers: Type.Array(Id), next: Nullable(Type.String()) });
export type Matches = Static<typeof Matches>;

const NamedIdentities = Type.Object({ identities: Type.Array(Type.Array(Id)) });
export type NamedIdentities = Static<typeof NamedIdentities>;

/** `POST /api/customers/named`: the identities of each value, in the order of the values. */
export const namedIdentities = answer('/api/customers/named', NamedIdentities);

/** `GET /api/customers/matches`: ids of customers that a search finds, in portions. */
export const matches = answer('/api/customers/matches', Matches);

const HistoryPlace = Type.Object({ source: Type.String(), messageId: Type.String() });
/** How far a history was read: the last touchpoint of a page. */
export type HistoryPlace = Static<typeof HistoryPlace>;

/** A page to read of the history of an identity. */
export interface HistoryAsked {
  identity: Identity;
  /** Only touchpoints with a larger number. */
  above: number;
  /** `next` of the page before; absent at the beginning. */
  after?: HistoryPlace;
}

const HistoryPage = Type.Object({
  identity: IdentitySchema,
  /** In the order of their source and message id. */
  touchpoints: Type.Array(NumberedTouchpoint),
  /** Null when the history ends with this page. */
  next: Nullable(HistoryPlace),
});
export type HistoryPage = Static<typeof HistoryPage>;

/** `POST /api/histories`: a page of the timeline of each identity, in the order asked. */
export const histories = answer('/api/histories', Type.Array(HistoryPage));

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
  /** What was paid back so far, minor units; absent in answers of earlier versions. */
  refunded: Type.Optional(Type.Integer()),
});
export type KeptOrder = Static<typeof KeptOrder>;

/** `POST /api/histories/orders`: the orders among those given that exist. */
export const keptOrders = answer('/api/histories/orders', Type.Array(KeptOrder));

const CustomerDetails = Type.Object({
  customer: Id,
  /** The strongest first. */
  identities: Type.Array(IdentitySchema),
  name: Nullable(Type.String()),
  traits: Data,
  /** By channel/purpose. */
  consents: Type.Record(Type.String(), Type.Object({ granted: Type.Boolean() })),
  timeZone: Nullable(Type.String()),
  orders: Type.Integer(),
  money: Type.Object({ currency: Type.String() }),
});
export type CustomerDetails = Static<typeof CustomerDetails>;

/** `GET /api/customers/{reference}`: what is known of a customer. */
export const customerDetails = answer('/api/customers/{reference}', CustomerDetails);

/** `GET /api/customers`: the same of several. */
export const listedCustomers = answer('/api/customers', listOf(CustomerDetails));

const TimelineEntry = Type.Object({ id: Type.String(), occurredAt: Time });
export type TimelineEntry = Static<typeof TimelineEntry>;

/** `GET /api/customers/{reference}/timeline`: touchpoints of a customer, newest first. */
export const timelineEntries = answer('/api/customers/{reference}/timeline', listOf(TimelineEntry));

const RecentTouchpoint = Type.Object({
  customer: Id,
  identity: IdentitySchema,
  source: Type.String(),
  id: Type.String(),
  event: Type.String(),
  origin: Type.String(),
  occurredAt: Time,
  recordedAt: Time,
  simulated: Type.Boolean(),
  /** Of an outcome of a message; null for all others. */
  channel: Nullable(Type.String()),
});
export type RecentTouchpoint = Static<typeof RecentTouchpoint>;

/** `GET /api/touchpoints`: the latest of all customers. */
export const recentTouchpoints = answer('/api/touchpoints', listOf(RecentTouchpoint));

const TransitionEntry = Type.Object({
  customer: Id,
  /** Counts per customer. */
  number: Type.Integer(),
  kind: Type.String(),
  subject: Type.String(),
  from: Nullable(Type.String()),
  to: Nullable(Type.String()),
  cause: Nullable(Type.Object({ id: Type.String() })),
  origin: Type.String(),
  occurredAt: Time,
});
export type TransitionEntry = Static<typeof TransitionEntry>;

/** `GET /api/transitions`: of one customer, or the latest of all. */
export const transitionEntries = answer('/api/transitions', listOf(TransitionEntry));

const CustomerStanding = Type.Object({
  customer: Id,
  judgedAt: Time,
  /** Amounts in minor units. */
  expectedRevenue: Type.Number(),
  netMargin: Type.Number(),
  /** From 0 to 1. */
  pAlive: Type.Number(),
  /** Null while nothing is predicted; absent from earlier versions, which always predict. */
  prediction: Type.Optional(Nullable(Type.Object({}))),
  tiers: Type.Array(Type.Object({ scheme: Type.String(), tier: Type.String() })),
});
export type CustomerStanding = Static<typeof CustomerStanding>;

/** `GET /api/standings/{reference}`: the standing of a customer. */
export const customerStanding = answer('/api/standings/{reference}', CustomerStanding);

/** `GET /api/standings`: the standings of several customers. */
export const customerStandings = answer('/api/standings', Type.Array(CustomerStanding));

const TierMembers = Type.Object({ items: Type.Array(Id), next: Nullable(Type.String()) });
export type TierMembers = Static<typeof TierMembers>;

/** `GET /api/tiers/{tier}/members`: ids of customers, in pages. */
export const tierMembers = answer('/api/tiers/{tier}/members', TierMembers);

const CustomerState = Type.Object({
  customer: Id,
  identities: Type.Array(IdentitySchema, { minItems: 1 }),
  /** The identity by which random groups are drawn. */
  bucketingId: IdentitySchema,
  head: Head,
  standing: StandingSummary,
});
export type CustomerState = Static<typeof CustomerState>;

const CustomerStates = Type.Object({
  items: Type.Array(CustomerState),
  next: Nullable(Type.String()),
  /** Number of customers in all; null on later pages. */
  total: Nullable(Type.Integer()),
});
export type CustomerStates = Static<typeof CustomerStates>;

/** `GET /api/members/states`: what a signal about each of these customers would carry now. */
export const customerStates = answer('/api/members/states', CustomerStates);

const ValueSettings = Type.Object({
  value: Type.Object({ a: Type.Number() }),
  economics: Type.Object({ marginRate: Type.Number(), costPerOrder: Type.Number() }),
});
export type ValueSettings = Static<typeof ValueSettings>;

/** `GET /api/settings`: what customers are valued by. */
export const valueSettings = answer('/api/settings', ValueSettings);

const CampaignTerms = Type.Object({
  id: Id,
  state: Type.String(),
  class: Type.String(),
  channel: Type.String(),
  control: Type.Number(),
  againAfterDays: Nullable(Type.Number()),
  accepts: Type.Array(Type.String()),
  trigger: Type.Object({
    on: Type.String(),
    scheme: Type.Optional(Type.String()),
    to: Type.Optional(Type.Array(Type.String())),
  }),
});
export type CampaignTerms = Static<typeof CampaignTerms>;

/** `GET /api/campaigns`: on what terms each campaign sends. */
export const campaignTerms = answer('/api/campaigns', Type.Array(CampaignTerms));

const SendingLimits = Type.Object({
  cap: Nullable(Type.Object({ messages: Type.Number(), days: Type.Number() })),
  quietHours: Nullable(Type.Object({ from: Type.String(), to: Type.String() })),
  globalControl: Type.Number(),
});
export type SendingLimits = Static<typeof SendingLimits>;

/** `GET /api/limits`: what holds messages of all campaigns back. */
export const sendingLimits = answer('/api/limits', SendingLimits);

const DecisionEntry = Type.Object({
  id: Type.String(),
  customer: Id,
  campaign: Type.String(),
  outcome: Type.String(),
  reason: Type.String(),
  /** The signal. */
  cause: Type.Object({ id: Type.String() }),
  decidedAt: Time,
  /** Of what was sent; null where nothing was. */
  content: Nullable(Type.Object({ channel: Type.String() })),
});
export type DecisionEntry = Static<typeof DecisionEntry>;

/** `GET /api/decisions`: of one customer, or the latest of all. */
export const decisionEntries = answer('/api/decisions', listOf(DecisionEntry));

const Readiness = Type.Object({ ready: Type.Boolean() });
export type Readiness = Static<typeof Readiness>;

/** `GET /api/status/{service}`: whether a service is ready. */
export const readiness = answer('/api/status/{service}', Readiness);
