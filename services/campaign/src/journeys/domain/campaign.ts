// What a campaign is, as data: what it listens to, whom it may reach, how and with which words.
// Pure.
import { type Static, Type } from '@sinclair/typebox';
import { Invalid, Origin, type Signal, VISIBLE, checkOf } from '@segue/contracts';
import { ORDER_CHANGES, type OrderChange } from '@segue/orders';
import { TIERS } from '@segue/valuation';
import type { PausedBecause } from '../../content/domain/content';
import { CHANGES_ANSWERS } from '../../decide/domain/customer-state';

const Name = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: VISIBLE.source,
  description: '1 to 200 characters, one of them visible',
});
const Tiers = Type.Array(Name, { minItems: 1, maxItems: 50, uniqueItems: true });
const closed = { additionalProperties: false };

export const Trigger = Type.Union([
  Type.Object({ on: Type.Union([Type.Literal('entered'), Type.Literal('left')]), segment: Name }, closed),
  Type.Object(
    {
      on: Type.Literal('tier'),
      scheme: Name,
      /**
       * Only moves to one of these tiers; all moves when absent. The first tier of a customer is a
       * move from nothing.
       */
      to: Type.Optional(Tiers),
      from: Type.Optional(Tiers),
    },
    closed,
  ),
  Type.Object({ on: Type.Literal('touchpoint'), event: Name }, closed),
  /**
   * Once for each order, change of its amount, refund or cancellation, however often it is
   * reported.
   */
  Type.Object({ on: Type.Literal('order'), is: Type.Union(ORDER_CHANGES.map((one) => Type.Literal(one))) }, closed),
]);
export type Trigger = Static<typeof Trigger>;

/** What a marketer writes; id, version and state come with it when it is stored. */
export const CampaignDraft = Type.Object(
  {
    name: Name,
    trigger: Trigger,
    class: Type.Union([Type.Literal('marketing'), Type.Literal('service')]),
    channel: Type.Union([Type.Literal('email'), Type.Literal('webhook')]),
    /** The configured webhook that carries it, for channel `webhook`. */
    webhook: Type.Optional(Name),
    /**
     * `outbox` shows what would be sent and sends nothing: where every campaign starts until a
     * person releases it.
     */
    delivery: Type.Union([Type.Literal('outbox'), Type.Literal('send')]),
    content: Type.Object(
      { subject: Type.String({ maxLength: 1000 }), body: Type.String({ minLength: 1, maxLength: 50_000 }) },
      closed,
    ),
    /** Share of customers, 0 to 1, that never get it, so that its effect can be told. */
    control: Type.Number({ minimum: 0, maximum: 1 }),
    /** A customer gets it again only after this many days; null for once. */
    againAfterDays: Type.Union([Type.Number({ minimum: 0, maximum: 3_650 }), Type.Null()]),
    /** Origins it acts on; what comes from others is decided as history. */
    accepts: Type.Array(Origin, { minItems: 1, maxItems: 10, uniqueItems: true }),
  },
  closed,
);
export type CampaignDraft = Static<typeof CampaignDraft>;

export const draftFault = checkOf(CampaignDraft);

export type CampaignState = 'draft' | 'running' | 'paused' | 'ended';

export interface Campaign extends CampaignDraft {
  id: string;
  version: number;
  state: CampaignState;
  /**
   * Why the campaign paused by itself; null when a person paused it, or when it was saved or
   * resumed since.
   */
  pausedBecause: PausedBecause | null;
}

/** Consent that a marketing message of this campaign needs, `channel/purpose`. */
export const consentOf = (campaign: Pick<Campaign, 'channel'>): string => `${campaign.channel}/marketing`;

/** The segment whose comings or goings it waits for; null when it waits for something else. */
export const segmentOf = (trigger: Trigger): string | null => ('segment' in trigger ? trigger.segment : null);

const NAMED_AT_MOST = 20;

/** Of a trigger that could never fire, because there is no such segment among `segments`. */
export function segmentFault(trigger: Trigger, segments: readonly string[]): Invalid | null {
  const segment = segmentOf(trigger);
  return segment === null ? null : unknownAmong(segment, segments, 'segment', 'trigger.segment');
}

/** Of a trigger that could never fire, because there is no such scheme, or no such tier in it. */
export function tierFault(trigger: Trigger): Invalid | null {
  if (trigger.on !== 'tier') return null;
  const { scheme, to = [], from = [] } = trigger;
  const tiers = Object.hasOwn(TIERS, scheme) ? TIERS[scheme] : undefined;
  if (!tiers) return unknownAmong(scheme, Object.keys(TIERS), 'scheme', 'trigger.scheme');
  const named = { to, from };
  for (const side of ['to', 'from'] as const) {
    for (const [place, tier] of named[side].entries()) {
      const fault = unknownAmong(tier, tiers, 'tier', `trigger.${side}.${place}`);
      if (fault) return fault;
    }
  }
  return null;
}

function unknownAmong(name: string, there: readonly string[], kind: string, path: string): Invalid | null {
  if (there.includes(name)) return null;
  const others = there.length > NAMED_AT_MOST ? [...there.slice(0, NAMED_AT_MOST), '…'] : there;
  const told = others.length > 0 ? `there are ${others.join(', ')}` : 'there are none yet';
  return new Invalid(`${kind}_unknown`, path, `must be a ${kind} that exists: ${told}`);
}

export function triggeredBy(trigger: Trigger, signal: Pick<Signal, 'kind' | 'subject' | 'from' | 'to'>): boolean {
  switch (trigger.on) {
    case 'entered':
    case 'left':
      return signal.kind === trigger.on && signal.subject === trigger.segment;
    case 'tier':
      return signal.kind === 'tier' && signal.subject === trigger.scheme && moves(trigger, signal);
    case 'touchpoint':
      return signal.kind === 'touchpoint' && signal.subject === trigger.event;
    case 'order':
      return signal.kind === 'order' && signal.subject === trigger.is;
    default:
      return never(trigger);
  }
}

function moves(trigger: { to?: string[]; from?: string[] }, { from, to }: Pick<Signal, 'from' | 'to'>): boolean {
  const arrives = !trigger.to || (to !== null && trigger.to.includes(to));
  const departs = !trigger.from || (from !== null && trigger.from.includes(from));
  return arrives && departs;
}

/**
 * Events that campaigns under way want to hear of: their triggers, and, where a message may have to
 * wait, what changes the answer meanwhile.
 */
export function eventsHeard(campaigns: readonly Campaign[]): string[] {
  const events = campaigns
    .filter(({ state }) => state === 'running')
    .flatMap(({ class: sort, trigger }) => [
      ...(trigger.on === 'touchpoint' ? [trigger.event] : []),
      ...(sort === 'marketing' ? CHANGES_ANSWERS : []),
    ]);
  return [...new Set(events)].sort();
}

/** What of orders campaigns under way want to hear of. */
export function ordersHeard(campaigns: readonly Campaign[]): OrderChange[] {
  const heard = campaigns
    .filter(({ state }) => state === 'running')
    .flatMap(({ trigger }) => (trigger.on === 'order' ? [trigger.is] : []));
  return [...new Set(heard)].sort();
}

function never(value: never): never {
  throw new Error(`unknown trigger ${JSON.stringify(value)}`);
}
