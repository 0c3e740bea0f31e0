// Step `send`: decides whether the campaign's message goes, and waits where the decision is
// deferred. Pure.
import { decide } from '../../../decide/domain/decide';
import type { StepHandler } from './step';

export const send: StepHandler<'send'> = (_, { signal, name, circumstances }) => {
  const draft = decide(signal, name, circumstances);
  const { dueAt } = draft.decision;
  return { draft, move: dueAt === null ? { to: 'next' } : { to: 'wait', until: dueAt, waitsFor: 'quiet-hours' } };
};
