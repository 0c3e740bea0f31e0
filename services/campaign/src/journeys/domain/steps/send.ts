// Step `send`: decides whether a message goes, and waits where the decision is deferred. The way
// leads on also where the message is held back. Pure.
import { decide } from '../../../decide/domain/decide';
import { asSentBy } from '../journey';
import type { StepHandler } from './step';

export const send: StepHandler<'send'> = (step, { signal, name, circumstances }) => {
  const campaign = asSentBy(circumstances.campaign, step);
  const draft = decide(signal, name, {
    ...circumstances,
    campaign,
    node: step.node,
    checksTrigger: step.whileTriggerHolds !== false,
  });
  const { dueAt, outcome, reason, id } = draft.decision;
  if (dueAt !== null) return { draft, move: { to: 'wait', until: dueAt, waitsFor: 'quiet-hours' } };
  return { draft, move: { to: 'step', node: step.next, way: outcome }, why: { decision: id, reason } };
};
