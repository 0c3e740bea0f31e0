// Builders for tests of campaigns: a campaign, rules, signals and heads. Each default lets a
// message through; a test sets only what its case is about.
import { type Head, type Identity, type Signal, atOnce, customerIdOf, strongest } from '@segue/contracts';
import type { Campaign, CampaignDraft } from '../src/journeys/domain/campaign';
import { type KnownContacts, type Plan, type Rules } from '../src/decide/domain/batch';
import { decideBatch, resumeBatch } from '../src/decide/domain/decide-batch';

/**
 * When signals occur by default, UTC milliseconds: by day, so that no quiet hours apply.
 */
export const NOON = Date.UTC(2026, 10, 22, 12);

/** Nothing is stored. */
export const NOTHING_KNOWN: KnownContacts = {
  contacts: new Map(),
  decided: new Set(),
  due: [],
  waitingLater: new Map(),
  begun: new Set(),
  versions: [],
  states: new Map(),
  mailboxes: new Map(),
};

/** Greets each visitor of a store, each time. */
export function draft(over: Partial<CampaignDraft> = {}): CampaignDraft {
  return {
    name: 'Note',
    trigger: { on: 'touchpoint', event: 'Store Visited' },
    class: 'marketing',
    channel: 'webhook',
    delivery: 'send',
    content: { subject: 'Hello', body: 'Hello' },
    control: 0,
    againAfterDays: 0,
    accepts: ['live'],
    ...over,
  };
}

/** The same, under way. */
export function campaign(over: Partial<Campaign> = {}): Campaign {
  return { id: 'note', version: 1, state: 'running', pausedBecause: null, ...draft(), ...over };
}

/** Writes to each customer who leaves the segment `active`. */
export function winBack(over: Partial<Campaign> = {}): Campaign {
  return campaign({
    id: 'win-back',
    name: 'Win back',
    trigger: { on: 'left', segment: 'active' },
    content: { subject: 'We miss you', body: 'Come back' },
    ...over,
  });
}

/** Decides a batch without pauses. */
export const planOf = (...given: Parameters<typeof decideBatch>): Plan => atOnce(decideBatch(...given));
export const resumedPlanOf = (...given: Parameters<typeof resumeBatch>): Plan => atOnce(resumeBatch(...given));

/** One campaign and no limits. */
export function rules(over: Partial<Rules> = {}): Rules {
  return {
    campaigns: [campaign()],
    limits: { cap: null, quietHours: null, globalControl: 0 },
    brandZone: 'UTC',
    ...over,
  };
}

/** Of a customer who granted webhooks and of whom little else is known. */
export function head(over: Partial<Head> = {}): Head {
  return {
    traits: {},
    consents: { 'webhook/marketing': { granted: true, at: 1 } },
    firstSeen: 1,
    lastSeen: 1,
    touchpoints: 1,
    orders: 0,
    money: { currency: 'USD', gross: 0, refunded: 0, net: 0 },
    purchaseDays: { count: 0, first: null, last: null, repeatSpend: 0 },
    timeZone: null,
    locale: null,
    ...over,
  };
}

/**
 * That a customer left the segment `active` because time went by; the customer and the signal's id
 * follow from `identities` and `number`.
 */
export function signal(over: Partial<Signal> = {}): Signal {
  const { identities = ['userId:u1'], number = 1, occurredAt = NOON } = over;
  const customer = customerIdOf(strongest(identities));
  const { id = `${customer}:${number}` } = over;
  return {
    v: 1,
    id,
    customer,
    kind: 'left',
    subject: 'active',
    number,
    from: null,
    to: null,
    because: [],
    version: 1,
    identities,
    absorbed: [],
    head: head(),
    standing: { tiers: {}, segments: [], expectedRevenue: 0, netMargin: 0, pAlive: 0 },
    occurredAt,
    recordedAt: occurredAt,
    origin: 'live',
    cause: { kind: 'due', id, depth: 1 },
    ...over,
  };
}

/** That the customer went to a store, by the touchpoint of one of their identities. */
export function visit(by: Identity, over: Partial<Signal> = {}): Signal {
  const { version = 1, number = 1, id = `${by}/web/${version}-${number}` } = over;
  const cause = { kind: 'touchpoint' as const, id, depth: 1 };
  return signal({ kind: 'touchpoint', subject: 'Store Visited', id, identities: [by], cause, ...over });
}

/** That all of `identities` are one customer now. */
export function merged(over: Pick<Signal, 'identities'> & Partial<Signal>): Signal {
  return signal({ kind: 'merged', subject: customerIdOf(strongest(over.identities)), cause: null, ...over });
}

/** That `identities` are all that is left of a customer. */
export function split(over: Pick<Signal, 'identities'> & Partial<Signal>): Signal {
  return merged({ kind: 'split', ...over });
}
