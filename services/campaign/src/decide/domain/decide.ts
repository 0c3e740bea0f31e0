// Decides whether a campaign sends a message to a customer, when, and why not. Pure. The caller has
// locked the customer's rows; `now` is the service's time.
import type { Signal } from '@segue/contracts';
import type { Sent } from '../../contacts/domain/contact';
import { type Rendering, renderingOf } from '../../content/domain/content';
import { checksFor } from './checks';
import { type Check, type Decision, type LegName, type UnrenderedAction, becauseOf, decisionId } from './decision';
import { type Circumstances } from './circumstances';
import { effectOf, provenanceOf } from './effects';

export interface DecisionDraft {
  decision: Decision<UnrenderedAction>;
  /** The message, to be remembered with the contact; null when nothing is sent. */
  sent: Sent | null;
  /** What renders the message; null when nothing is sent. */
  rendering: Rendering | null;
}

/**
 * Maximum number of waiting enrolments of one customer. Beyond it, what would wait for the end of
 * quiet hours is held back instead, and a step that would wait ends the enrolment.
 */
export const MAX_WAITING = 50;

/**
 * Decides whether `signal` leads to a message. After a wait the customer's latest state is
 * checked.
 * @param legName tells apart the decisions of one campaign about one signal: one at its start,
 * others after waits or at later steps.
 */
export function decide(signal: Signal, legName: LegName, given: Circumstances): DecisionDraft {
  const checks: Check[] = [];
  // Up to the first check that fails. Two more may be added below, when they fail:
  // `too-many-waiting` after quiet hours, and `content` after all others have passed.
  for (const check of checksFor(signal, legName, given)) {
    const done = check();
    if (done) checks.push(done);
    if (done?.passed === false) break;
  }
  const failed = checks.find(({ passed }) => !passed);
  const checked = { id: decisionId(given.campaign.id, signal.id, legName), signal, legName, given, checks };
  return failed ? notSent(checked, failed) : sending(checked);
}

/** Returns the decision that keeps a customer out of a journey, by the check that failed. */
export const refuse = (signal: Signal, legName: LegName, given: Circumstances, failed: Check): DecisionDraft =>
  notSent({ id: decisionId(given.campaign.id, signal.id, legName), signal, legName, given, checks: [failed] }, failed);

/** A decision under way, with the checks that were made. */
interface Checked {
  id: string;
  signal: Signal;
  legName: LegName;
  given: Circumstances;
  checks: Check[];
}

const withCheck = (checked: Checked, check: Check): Checked => ({ ...checked, checks: [...checked.checks, check] });

/**
 * Returns a deferred decision where the failed check is `quiet-hours` and fewer than MAX_WAITING
 * enrolments of the customer wait; else a decision that holds the message back.
 */
function notSent(checked: Checked, failed: Check): DecisionDraft {
  const { waiting } = checked.given;
  const isQuiet = failed.check === 'quiet-hours';
  if (isQuiet && waiting >= MAX_WAITING) {
    const full: Check = { check: 'too-many-waiting', passed: false, detail: { waiting, most: MAX_WAITING } };
    return notSent(withCheck(checked, full), full);
  }
  const decision = decisionOf(checked, {
    outcome: isQuiet ? 'deferred' : 'held',
    reason: failed.check,
    dueAt: isQuiet ? (failed.detail.until as number) : null,
    effects: [],
  });
  return { decision, sent: null, rendering: null };
}

function sending(checked: Checked): DecisionDraft {
  const { id, signal, legName, given } = checked;
  const { campaign, now } = given;
  const failure = given.failures.get(id);
  if (failure) {
    const failed: Check = { check: 'content', passed: false, detail: { ...failure } };
    return notSent(withCheck(checked, failed), failed);
  }
  const effects = [effectOf(id, legName, signal, given)];
  const decision = decisionOf(checked, { outcome: 'sent', reason: 'sent', dueAt: null, effects });
  const sent = { id, campaign: campaign.id, at: now, marketing: campaign.class === 'marketing' };
  return { decision, sent, rendering: renderingOf(id, signal, campaign, given) };
}

function decisionOf(
  { id, signal, legName, given: { campaign, causer, now, enrolment, node }, checks }: Checked,
  rest: Pick<Decision<UnrenderedAction>, 'outcome' | 'reason' | 'dueAt' | 'effects'>,
): Decision<UnrenderedAction> {
  const { kind, subject, from, to } = signal;
  const cause = { id: signal.id, kind, subject, from, to, because: becauseOf(signal) };
  // The id of a signal about a touchpoint names the touchpoint. That of a signal about an order is
  // made from the order, so the touchpoint is added here.
  const touchpoint = kind === 'order' && signal.cause?.kind === 'touchpoint' ? signal.cause.id : undefined;
  return {
    id,
    campaign: campaign.id,
    campaignVersion: campaign.version,
    customer: signal.customer,
    identity: causer,
    leg: legName,
    checks,
    ...(enrolment !== undefined && { enrolment, ...(node !== undefined && { node }) }),
    cause: { ...cause, ...(touchpoint !== undefined && { touchpoint }) },
    occurredAt: signal.occurredAt,
    decidedAt: now,
    provenance: provenanceOf(signal),
    ...rest,
  };
}
