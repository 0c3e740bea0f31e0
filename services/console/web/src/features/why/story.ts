// Decisions that belong together: one that was put off, and what it ended in. Pure.
import type { Decision } from '../../api/types';

type Told = Pick<Decision, 'id' | 'campaign' | 'cause' | 'step' | 'outcome' | 'dueAt' | 'decidedAt'>;

const causeOf = ({ cause }: Pick<Decision, 'cause'>) => (cause as { id?: unknown }).id;

const isSameWait = (a: Told, b: Told) => a.campaign === b.campaign && causeOf(a) === causeOf(b);

/** A step that goes on after a wait is named by the instant at which the wait was over. */
const resumes = (later: Told, earlier: Told) =>
  earlier.dueAt !== null && isSameWait(later, earlier) && later.step === `resume-${Date.parse(earlier.dueAt)}`;

/** What this decision was put off from, and what it ended in; undefined where there is none. */
export function storyOf<D extends Told>(
  decision: D,
  all: readonly D[],
): { before: D | undefined; after: D | undefined } {
  return {
    before: all.find((other) => resumes(decision, other)),
    after: all.find((other) => resumes(other, decision)),
  };
}

/** Without those that were put off and have ended: their end stands for both. */
export const ended = <D extends Told>(all: readonly D[]): D[] =>
  all.filter((one) => storyOf(one, all).after === undefined);
