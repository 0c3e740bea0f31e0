// Decides one batch of signals, or of waits that are over, customer by customer. Pure: the store
// loads `KnownContacts` under the locks of the identities and saves the result.
import type { Action, Signal } from '@segue/contracts';
import type { Rendered } from '../../content/domain/content';
import {
  type Failures,
  type Instants,
  type KnownContacts,
  NO_FAILURES,
  type Outcome,
  type Plan,
  type Rules,
} from './batch';
import { type WaitingEnrolment, inOrder } from '../../journeys/domain/enrolment';
import type { UnrenderedAction } from './decision';
import { DecisionBatch } from './decision-batch';
import { decisionsFor } from './relevance';

/** Decides about signals, with a pause after each. */
export function* decideBatch(
  signals: readonly Signal[],
  known: KnownContacts,
  rules: Rules,
  instants: Instants,
  failures: Failures = NO_FAILURES,
): Generator<void, Plan> {
  const batch = new DecisionBatch(known, rules, instants, failures, signals);
  for (const signal of signals) {
    const now = instants.ofSignal(signal.occurredAt);
    batch.noteIdentities(signal);
    batch.endWaits(signal);
    batch.resumeUntil(signal, now);
    for (const { campaign } of decisionsFor(signal, rules.campaigns)) batch.start(signal, campaign, now);
    yield;
  }
  return batch.close();
}

/** Resumes due enrolments, for customers without a new signal. Pauses after each. */
export function* resumeBatch(
  due: readonly WaitingEnrolment[],
  known: KnownContacts,
  rules: Rules,
  instants: Instants,
  failures: Failures = NO_FAILURES,
): Generator<void, Plan> {
  const batch = new DecisionBatch(known, rules, instants, failures);
  for (const enrolment of [...due].sort(inOrder)) {
    batch.resume(enrolment);
    yield;
  }
  return batch.close();
}

/** Returns the outcome of a plan, with the rendered content of its messages. */
export function withContent({ renderings, ...plan }: Plan, rendered: ReadonlyMap<string, Rendered>): Outcome {
  const worded = (action: UnrenderedAction): Action => {
    const { subject, body } = rendered.get(action.id) as Rendered;
    return { ...action, content: { subject, body, ...action.content } };
  };
  const decisions = plan.decisions.map((one) => ({ ...one, effects: one.effects.map(worded) }));
  return { ...plan, decisions };
}
