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
  type Waiting,
} from './batch';
import { START, type UnrenderedAction } from './decision';
import { DecisionBatch, inOrder } from './decision-batch';
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
    batch.takeIn(signal);
    batch.resumeUntil(signal, now);
    for (const { campaign } of decisionsFor(signal, rules.campaigns)) batch.decide(signal, campaign, START, now);
    yield;
  }
  return batch.close();
}

/** Resumes the waits that are over, for customers without news. Pauses after each. */
export function* resumeBatch(
  due: readonly Waiting[],
  known: KnownContacts,
  rules: Rules,
  instants: Instants,
  failures: Failures = NO_FAILURES,
): Generator<void, Plan> {
  const batch = new DecisionBatch(known, rules, instants, failures);
  for (const waiting of [...due].sort(inOrder)) {
    batch.resume(waiting);
    yield;
  }
  return batch.close();
}

/** Returns the plan with the content of its messages. */
export function withContent({ renderings, ...plan }: Plan, words: ReadonlyMap<string, Rendered>): Outcome {
  const worded = (id: string, action: UnrenderedAction): Action => {
    const { subject, body } = words.get(id) as Rendered;
    return { ...action, content: { subject, body, ...action.content } };
  };
  const decisions = plan.decisions.map((one) => ({ ...one, action: one.action && worded(one.id, one.action) }));
  return { ...plan, decisions };
}
