// How many customers a campaign would reach, and which check holds back the others. Pure: each is
// decided about as at the send (`decide`), so that a preview and a send at one instant agree.
import type { CustomerState } from '@segue/contracts';
import { mailboxOf } from '../../contacts/domain/mailbox';
import { decide } from '../../decide/domain/decide';
import { type Decision, START } from '../../decide/domain/decision';
import type { Campaign } from '../../journeys/domain/campaign';
import { type Given, type Remembered, circumstancesOf, entryCheckOf, isExcluded, signalFor } from './candidate';
import { type EmptyField, emptyFieldsOf } from './fields';

export type Reason = Decision['reason'];

/** Maximum number of customers that are named for each step. */
export const MAX_NAMED = 20;

export interface Waterfall {
  /** Number of customers that were decided about. */
  looked: number;
  /** Counts by reason: `sent` would get the message now, `quiet-hours` later. */
  reasons: Map<Reason, Step>;
  /** Customers that would get it now or later and share their address with others. */
  shared: number;
  /** Fields of the template that are empty for customers that would get it. */
  empty: EmptyField[];
}

export interface Step {
  customers: number;
  /** Ids of some of them. */
  named: string[];
}

/**
 * Decides about customers, with a pause after each. A customer that the trigger leaves out counts
 * under `no-longer`.
 */
export function* waterfallOf(
  candidates: readonly CustomerState[],
  campaign: Campaign,
  remembered: Remembered,
  given: Given,
): Generator<void, Waterfall> {
  const reasons = new Map<Reason, Step>();
  const receivers: CustomerState[] = [];
  let shared = 0;
  for (const candidate of candidates) {
    const reason = isExcluded(candidate, campaign.trigger)
      ? 'no-longer'
      : decisionFor(candidate, campaign, remembered, given).reason;
    const step = reasons.get(reason) ?? { customers: 0, named: [] };
    reasons.set(reason, step);
    step.customers++;
    if (step.named.length < MAX_NAMED) step.named.push(candidate.customer);
    if (reason === 'sent' || reason === 'quiet-hours') {
      receivers.push(candidate);
      if (sharesAddress(candidate, campaign, remembered)) shared++;
    }
    yield;
  }
  return { looked: candidates.length, reasons, shared, empty: emptyFieldsOf(campaign.content, receivers) };
}

/** Returns the decision about a customer as if the trigger fired at `now`. */
export function decisionFor(
  candidate: CustomerState,
  campaign: Campaign,
  remembered: Remembered,
  given: Given,
): Pick<Decision, 'reason' | 'outcome'> {
  const circumstances = circumstancesOf(candidate, campaign, remembered, given);
  const signal = signalFor(candidate, campaign.trigger, given.now);
  const refused = entryCheckOf(signal, circumstances, remembered);
  return refused ? { reason: refused.check, outcome: 'held' } : decide(signal, START, circumstances).decision;
}

function sharesAddress(candidate: CustomerState, campaign: Campaign, { sharing }: Remembered): boolean {
  const address = mailboxOf(candidate, campaign);
  const others = address === null ? [] : (sharing.get(address) ?? []);
  return others.some((identity) => identity !== address && !candidate.identities.includes(identity));
}
