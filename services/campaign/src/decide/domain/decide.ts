// Decides whether a campaign sends a message to a customer, when, and why not. Pure: the caller
// holds the locks of the customer's rows; `now` is the service's time.
import type { Signal } from '@segue/contracts';
import type { Sent } from '../../contacts/domain/contact';
import { type Rendering, renderingOf } from '../../content/domain/content';
import { checksFor } from './checks';
import {
  type Check,
  type Circumstances,
  type Decision,
  type LegName,
  type UnrenderedAction,
  decisionId,
} from './decision';
import { effectOf, provenanceOf } from './effects';

export interface DecisionDraft {
  decision: Decision<UnrenderedAction>;
  /** The message to remember and to render; null when nothing is sent. */
  sent: Sent | null;
  rendering: Rendering | null;
}

/** Maximum number of waiting decisions about one customer; the next is held back. */
export const MAX_WAITING = 50;
/** Maximum characters of a signal's reasons that a decision repeats. */
const MAX_BECAUSE = 2_048;

/**
 * Decides by `signal`, on a leg of the journey. After a wait everything is checked again by the
 * customer's latest state.
 */
export function decide(signal: Signal, leg: LegName, given: Circumstances): DecisionDraft {
  const checks: Check[] = [];
  // State and trigger after a wait, history, chain, control groups, consent, address, bounces,
  // repetition, cap and quiet hours: `checks.ts`.
  for (const check of checksFor(signal, leg, given)) {
    const done = check();
    if (done) checks.push(done);
    if (done?.passed === false) break;
  }
  const failed = checks.find(({ passed }) => !passed);
  const checked = { id: decisionId(given.campaign.id, signal.id, leg), signal, leg, given, checks };
  return failed ? heldBack(checked, failed) : sending(checked);
}

/** A decision under way, with the checks that were made. */
interface Checked {
  id: string;
  signal: Signal;
  leg: LegName;
  given: Circumstances;
  checks: Check[];
}

const withCheck = (checked: Checked, check: Check): Checked => ({ ...checked, checks: [...checked.checks, check] });

function heldBack(checked: Checked, failed: Check): DecisionDraft {
  const { waiting } = checked.given;
  const isQuiet = failed.check === 'quiet-hours';
  if (isQuiet && waiting >= MAX_WAITING) {
    const full: Check = { check: 'too-many-waiting', passed: false, detail: { waiting, most: MAX_WAITING } };
    return heldBack(withCheck(checked, full), full);
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
  const { id, signal, leg, given } = checked;
  const { campaign, now } = given;
  const failure = given.failures.get(id);
  if (failure) {
    const failed: Check = { check: 'content', passed: false, detail: { ...failure } };
    return heldBack(withCheck(checked, failed), failed);
  }
  const effects = [effectOf(id, leg, signal, given)];
  const decision = decisionOf(checked, { outcome: 'sent', reason: 'sent', dueAt: null, effects });
  const sent = { id, campaign: campaign.id, at: now, marketing: campaign.class === 'marketing' };
  return { decision, sent, rendering: renderingOf(id, signal, campaign, given) };
}

function decisionOf(
  { id, signal, leg, given: { campaign, causer, now }, checks }: Checked,
  rest: Pick<Decision<UnrenderedAction>, 'outcome' | 'reason' | 'dueAt' | 'effects'>,
): Decision<UnrenderedAction> {
  const { kind, subject, from, to } = signal;
  const touchpoint = kind === 'order' && signal.cause?.kind === 'touchpoint' ? signal.cause.id : undefined;
  return {
    id,
    campaign: campaign.id,
    campaignVersion: campaign.version,
    customer: signal.customer,
    identity: causer,
    leg,
    checks,
    cause: {
      ...{ id: signal.id, kind, subject, from, to },
      because: shortened(signal.because),
      ...(touchpoint !== undefined && { touchpoint }),
    },
    occurredAt: signal.occurredAt,
    decidedAt: now,
    provenance: provenanceOf(signal),
    ...rest,
  };
}

/**
 * Replaces a large value: the timeline holds a touchpoint's properties too, so that decisions need
 * not repeat them for each campaign.
 */
function shortened(because: unknown): unknown {
  return JSON.stringify(because ?? null).length > MAX_BECAUSE ? { tooLarge: true } : because;
}
