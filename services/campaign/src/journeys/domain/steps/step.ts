// What a step of a journey is given and what it answers. Pure.
import type { Signal } from '@segue/contracts';
import type { DecisionDraft } from '../../../decide/domain/decide';
import type { Circumstances } from '../../../decide/domain/circumstances';
import type { LegName } from '../../../decide/domain/decision';
import type { WaitsFor } from '../enrolment';
import type { NodeId, StepKind, StepOf } from './forms';

/**
 * A part of the way through a journey: from its start, or the end of a wait, to the next wait or
 * the end. `signal` began the enrolment; it carries the customer as known now.
 */
export interface Leg {
  signal: Signal;
  /** Part of the ids of the leg's decisions. */
  name: LegName;
  circumstances: Circumstances;
  /** Set where an event ended the wait. */
  answer?: Pick<Signal, 'id' | 'occurredAt'>;
}

/**
 * Where the enrolment goes: to another step, into a wait at this one, or to its end. `way` names
 * the way out, for the record and for counts.
 */
export type Move =
  | { to: 'step'; node: NodeId; way: string }
  | { to: 'wait'; until: number; waitsFor: WaitsFor; awaits?: string }
  | { to: 'end'; way: string };

export interface StepResult {
  move: Move;
  /** The decision that was taken; null for a step that takes none. */
  draft: DecisionDraft | null;
  /** What led to the way taken: names and numbers, never values of the customer. */
  why?: Record<string, unknown>;
}

/** Whether the enrolment comes to the step anew or waited there until now. */
export type Arrival = 'new' | 'waited';

/** A step holds no state: the executor alone moves enrolments. */
export type StepHandler<K extends StepKind> = (step: StepOf<K>, leg: Leg, arrival: Arrival) => StepResult;
