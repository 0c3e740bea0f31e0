// What scoring has to publish for the campaigns that run, and which of them may send. Pure.
import type { OrderChange } from '@segue/orders';
import type { Campaign, CampaignDraft } from './campaign';
import type { JourneyStep } from './steps/forms';
import { exceptionsOf, segmentsOf } from './trigger';
import type { Version } from './versions';

/**
 * Events after which a decision at the end of a wait may differ. Campaigns that can wait subscribe
 * to them; changes of segments and tiers, merges and splits are always published.
 */
export const STATE_CHANGES: readonly string[] = [
  'identify',
  'Consent Granted',
  'Consent Withdrawn',
  'Withdrawals Voided',
  'Order Completed',
  'Order Updated',
  'Order Refunded',
  'Order Cancelled',
];

/** The results of a campaign with a control group count these. */
const MEASURED: readonly OrderChange[] = ['placed', 'changed', 'cancelled'];

/** Returns whether messages of a campaign may be sent, those included that delivery has already. */
export function sendingOf({ state }: Pick<Campaign, 'state'>, isAllStopped: boolean): 'on' | 'stopped' | 'over' {
  if (state === 'ended') return 'over';
  return isAllStopped || state === 'paused' ? 'stopped' : 'on';
}

/** A version of a campaign, in force or by which enrolments under way go on. */
type Subscriber = Pick<CampaignDraft, 'class' | 'trigger' | 'steps' | 'goal' | 'control'>;

/**
 * Returns the versions for which scoring has to publish: the one in force and earlier ones by which
 * enrolments go on; none unless the campaign runs.
 */
export const subscribersOf = (campaign: Campaign, earlier: readonly Version[] = []): Subscriber[] =>
  campaign.state === 'running'
    ? [campaign, ...earlier.filter(({ id }) => id === campaign.id).map(({ draft }) => draft)]
    : [];

/** Returns the events to which these versions of running campaigns subscribe, sorted. */
export function subscribedEvents(versions: readonly Subscriber[]): string[] {
  const events = versions.flatMap(({ class: sort, trigger, steps = [], goal }) => [
    ...(trigger.on === 'touchpoint' ? [trigger.event] : []),
    ...(sort === 'marketing' || steps.some(({ kind }) => kind === 'wait') ? STATE_CHANGES : []),
    ...steps.flatMap((step) => ('event' in step ? [step.event] : [])),
    ...(goal && 'event' in goal ? [goal.event] : []),
  ]);
  return [...new Set(events)].sort();
}

/** Returns the changes of orders to which these versions subscribe, sorted. */
export function subscribedOrders(versions: readonly Subscriber[]): OrderChange[] {
  const orders = versions.flatMap(({ trigger, goal, control }) => [
    ...(trigger.on === 'order' ? [trigger.is] : []),
    ...(goal && 'order' in goal ? [goal.order] : []),
    ...(control > 0 ? MEASURED : []),
  ]);
  return [...new Set(orders)].sort();
}

/** Returns the segments that a campaign names; none once it has ended. */
export function namedSegments({ state, ...version }: Pick<Campaign, 'state' | 'trigger' | 'steps'>): string[] {
  return state === 'ended' ? [] : segmentsIn(version);
}

/** Returns the segments that a version names, each once. */
export function segmentsIn({ trigger, steps = [] }: Pick<CampaignDraft, 'trigger' | 'steps'>): string[] {
  return [...new Set([...segmentsOf(trigger), ...exceptionsOf(trigger), ...steps.flatMap(branchedOn)])];
}

const branchedOn = (step: JourneyStep): string[] =>
  step.kind === 'branch' ? step.ways.flatMap((way) => ('segment' in way.if ? [way.if.segment] : [])) : [];
