// Moves an enrolment through the steps of its journey until it waits or ends. Pure. No other code
// moves one; `DecisionBatch` ends those whose campaign is gone.
import type { DecisionDraft } from '../../decide/domain/decide';
import type { EndedEnrolment, Enrolment, WaitingEnrolment } from './enrolment';
import type { Journey } from './journey';
import type { Leg } from './steps/step';
import { take } from './steps/table';

export interface Advanced {
  enrolment: WaitingEnrolment | EndedEnrolment;
  /** The decisions of the steps that were taken, in their order. */
  drafts: DecisionDraft[];
}

/**
 * Takes the step at which the enrolment stands (again, if it waited there), then the following
 * ones, until one waits or ends. An enrolment at a step that the journey no longer has ends there.
 * @param leg what these steps have in common: the part of the enrolment from its start, or the end
 * of a wait, to its next wait or end.
 */
export function advance(enrolment: Enrolment, { steps }: Journey, leg: Leg): Advanced {
  const drafts: DecisionDraft[] = [];
  let at = steps.findIndex(({ node }) => node === enrolment.node);
  for (let step = steps[at]; step; step = steps[++at]) {
    const { move, draft } = take(step, leg);
    if (draft) drafts.push(draft);
    if (move.to === 'wait') return { enrolment: waiting(enrolment, step.node, move), drafts };
    if (move.to === 'end') return { enrolment: ended(enrolment, step.node), drafts };
  }
  return { enrolment: ended(enrolment, enrolment.node), drafts };
}

const waiting = (
  enrolment: Enrolment,
  node: string,
  { until, waitsFor }: { until: number; waitsFor: WaitingEnrolment['waitsFor'] },
): WaitingEnrolment => ({ ...enrolment, node, state: 'waiting', dueAt: until, waitsFor });

const ended = (enrolment: Enrolment, node: string): EndedEnrolment => ({
  ...enrolment,
  node,
  state: 'ended',
  dueAt: null,
  waitsFor: null,
});
