// Decisions that belong together: one that was put off, and the one that ended the wait. Pure.
import type { Decision } from '../../api/types';

type Step = Pick<Decision, 'id' | 'campaign' | 'cause' | 'step' | 'outcome' | 'dueAt' | 'decidedAt'>;

const causeOf = ({ cause }: Pick<Decision, 'cause'>) => (cause as { id?: unknown }).id;

const isSameWait = (a: Step, b: Step) => a.campaign === b.campaign && causeOf(a) === causeOf(b);

/** The step after a wait has the end of the wait in its name. */
const resumes = (later: Step, earlier: Step) =>
  earlier.dueAt !== null && isSameWait(later, earlier) && later.step === `resume-${Date.parse(earlier.dueAt)}`;

/**
 * Returns the decision that put this one off, and the one that ended its wait; undefined where
 * there is none.
 */
export function storyOf<D extends Step>(
  decision: D,
  all: readonly D[],
): { before: D | undefined; after: D | undefined } {
  return {
    before: all.find((other) => resumes(decision, other)),
    after: all.find((other) => resumes(other, decision)),
  };
}

/** Returns the decisions without those whose wait has ended: the later decision stands for both. */
export const ended = <D extends Step>(all: readonly D[]): D[] =>
  all.filter((one) => storyOf(one, all).after === undefined);
