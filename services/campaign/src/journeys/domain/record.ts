// The record of an enrolment: one story, with the steps that it passed and how it ended. Pure.
import type { Identity } from '@segue/contracts';
import type { ActiveEnrolment, EndedEnrolment, Enrolment, Group } from './enrolment';
import type { NodeId, StepKind } from './steps/forms';

/** The beginning of an enrolment. Times are UTC milliseconds of the service's time. */
export interface Begun {
  id: string;
  journey: string;
  version: number;
  cause: string;
  identity: Identity;
  group: Group;
  since: number;
}

export interface StoryEnd {
  id: string;
  journey: string;
  /** Version by which it began to be counted: that of its last step. */
  version: number;
  group: Group;
  at: number;
  by: string;
}

/** One step on the way; `leftAt`, `way` and `why` are null while the enrolment waits at it. */
export interface Passed {
  enrolment: string;
  journey: string;
  /** Number of steps before it. */
  turn: number;
  node: NodeId;
  kind: StepKind;
  version: number;
  enteredAt: number;
  leftAt: number | null;
  way: string | null;
  why: Record<string, unknown> | null;
  /** False where it is on record already, since the enrolment waited there. */
  isNew: boolean;
}

/** What a batch adds to the record. */
export interface JourneyRecord {
  begun: Begun[];
  passed: Passed[];
  ended: StoryEnd[];
}

export const begunBy = ({ id, journey, version, identity, since, context }: ActiveEnrolment): Begun => ({
  id,
  journey,
  version,
  cause: context.signal.id,
  identity,
  group: context.group,
  since,
});

export const endOf = ({ id, journey, version, context, endedBy: by }: EndedEnrolment, at: number): StoryEnd => ({
  id,
  journey,
  version,
  group: context.group,
  at,
  by,
});

/**
 * Returns the enrolment ended before its next step, and the end of the step at which it waited or
 * was about to begin.
 */
export function cutShort(
  enrolment: Enrolment,
  kind: StepKind,
  by: string,
  at: number,
  why: Passed['why'],
): { enrolment: EndedEnrolment; passed: Passed[] } {
  const { id, journey, version, node, context, waitsFor } = enrolment;
  const left = { enrolment: id, journey, version, turn: context.turn, node, kind, enteredAt: at, leftAt: at };
  return {
    enrolment: ended(enrolment, by),
    // An enrolment that waits for its goal has left its last step.
    passed: waitsFor === 'goal' ? [] : [{ ...left, way: by, why, isNew: enrolment.state === 'active' }],
  };
}

export function ended({ id, journey, version, identity, node, since, context }: Enrolment, by: string): EndedEnrolment {
  const place = { id, journey, version, identity, node, since, context };
  return { ...place, state: 'ended', dueAt: null, waitsFor: null, endedBy: by };
}
