// What a step of a journey is given and what it answers. Pure.
import type { Signal } from '@segue/contracts';
import type { DecisionDraft } from '../../../decide/domain/decide';
import type { Circumstances, LegName } from '../../../decide/domain/decision';
import type { WaitsFor } from '../enrolment';
import type { JourneyStep, StepKind } from '../journey';

/**
 * A part of the way through a journey: from its start, or the end of a wait, to the next wait or
 * the end. The signal is the one that began the enrolment, with the customer as known now.
 */
export interface Leg {
  signal: Signal;
  /** In the ids of its decisions. */
  name: LegName;
  circumstances: Circumstances;
}

/** Where the enrolment goes: to the step after this one, into a wait at this one, or to its end. */
export type Move = { to: 'next' } | { to: 'wait'; until: number; waitsFor: WaitsFor } | { to: 'end' };

export interface StepResult {
  move: Move;
  /** The decision that was taken; null for a step that takes none. */
  draft: DecisionDraft | null;
}

/** A step holds no state: the executor alone moves enrolments. */
export type StepHandler<K extends StepKind> = (step: Extract<JourneyStep, { kind: K }>, leg: Leg) => StepResult;
