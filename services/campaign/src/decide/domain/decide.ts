// Decides whether a campaign sends a message to a customer, when, and why not. Pure: the caller
// holds the locks of the customer's rows; `now` is the service's time.
import type { Cause, Signal } from '@segue/contracts';
import { consentOf } from '../../journeys/domain/campaign';
import type { Sent } from '../../contacts/domain/contact';
import { type Rendering, renderingOf } from '../../content/domain/content';
import { destinationOf } from '../../contacts/domain/mailbox';
import { MAX_AGE_MS, checksFor } from './checks';
import {
  type Check,
  type Circumstances,
  type Decision,
  type Step,
  type UnrenderedAction,
  decisionId,
  depthOf,
} from './decision';

export interface DecisionDraft {
  decision: Decision<UnrenderedAction>;
  /** The message to remember and to render; null when nothing is sent. */
  sent: Sent | null;
  rendering: Rendering | null;
}

/** Maximum number of waiting decisions about one customer; the next is held back. */
export const MAX_WAITING = 50;
/** Maximum bytes of a signal's reasons that a decision repeats. */
const MAX_BECAUSE = 2_048;

/**
 * Decides by `signal`. After a wait everything is looked at again, by what was last heard of the
 * customer: whether the trigger's statement still holds, then head, consents, address and caps.
 */
export function decide(signal: Signal, step: Step, circumstances: Circumstances): DecisionDraft {
  const checks: Check[] = [];
  const failed = checksFor(signal, step, circumstances).find((check) => {
    const done = check();
    if (done) checks.push(done);
    return done?.passed === false;
  });
  const last = checks.at(-1);
  if (failed && last) return heldBack(signal, step, circumstances, checks, last);
  return sending(signal, step, circumstances, checks);
}

function heldBack(signal: Signal, step: Step, given: Circumstances, checks: Check[], failed: Check): DecisionDraft {
  if (failed.check === 'quiet-hours' && given.waiting >= MAX_WAITING) {
    const full: Check = {
      check: 'too-many-waiting',
      passed: false,
      detail: { waiting: given.waiting, most: MAX_WAITING },
    };
    return heldBack(signal, step, given, [...checks, full], full);
  }
  const quiet = failed.check === 'quiet-hours';
  const dueAt = quiet ? (failed.detail.until as number) : null;
  const decision = decisionOf(signal, step, given, checks, {
    outcome: quiet ? 'deferred' : 'held',
    reason: failed.check,
    dueAt,
    action: null,
  });
  return { decision, sent: null, rendering: null };
}

function sending(signal: Signal, step: Step, given: Circumstances, checks: Check[]): DecisionDraft {
  const { campaign, now } = given;
  const id = decisionId(campaign.id, signal.id, step);
  const failure = given.failures.get(id);
  if (failure) {
    const failed: Check = { check: 'content', passed: false, detail: { ...failure } };
    return heldBack(signal, step, given, [...checks, failed], failed);
  }
  const action = actionOf(id, step, signal, given);
  const decision = decisionOf(signal, step, given, checks, { outcome: 'sent', reason: 'sent', dueAt: null, action });
  const sent = { id, campaign: campaign.id, at: now, marketing: campaign.class === 'marketing' };
  return { decision, sent, rendering: renderingOf(id, signal, campaign, given) };
}

function decisionOf(
  signal: Signal,
  step: Step,
  { campaign, causer, now }: Circumstances,
  checks: Check[],
  rest: Pick<Decision<UnrenderedAction>, 'outcome' | 'reason' | 'dueAt' | 'action'>,
): Decision<UnrenderedAction> {
  const { id, kind, subject, from, to } = signal;
  const touchpoint = kind === 'order' && signal.cause?.kind === 'touchpoint' ? signal.cause.id : undefined;
  return {
    id: decisionId(campaign.id, signal.id, step),
    campaign: campaign.id,
    campaignVersion: campaign.version,
    customer: signal.customer,
    identity: causer,
    step,
    checks,
    cause: {
      id,
      kind,
      subject,
      from,
      to,
      because: shortened(signal.because),
      ...(touchpoint !== undefined && { touchpoint }),
    },
    occurredAt: signal.occurredAt,
    decidedAt: now,
    ...rest,
  };
}

/**
 * Shortens a large value: the timeline holds a touchpoint's properties too, so the ledger need not
 * repeat them for each campaign.
 */
function shortened(because: unknown): unknown {
  return JSON.stringify(because ?? null).length > MAX_BECAUSE ? { tooLarge: true } : because;
}

function actionOf(id: string, step: Step, signal: Signal, { campaign, now }: Circumstances): UnrenderedAction {
  const marketing = campaign.class === 'marketing';
  return {
    v: 1,
    id,
    customer: signal.customer,
    identities: signal.identities,
    campaign: campaign.id,
    campaignVersion: campaign.version,
    step,
    class: campaign.class,
    consent: marketing ? consentOf(campaign) : null,
    channel: campaign.delivery === 'outbox' ? 'outbox' : campaign.channel,
    to: destinationOf(signal, campaign).to ?? '',
    content: { data: { signal: signal.kind, subject: signal.subject, to: signal.to } },
    expiresAt: marketing ? now + MAX_AGE_MS : null,
    occurredAt: now,
    recordedAt: signal.recordedAt,
    origin: signal.origin,
    cause: causeOf(signal),
  };
}

const causeOf = (signal: Signal): Cause => ({
  kind: signal.kind === 'touchpoint' ? 'touchpoint' : 'transition',
  id: signal.id,
  depth: depthOf(signal) + 1,
});
