// An enrolment: the place of one customer in one journey, begun by one signal. Every kind of wait
// is the same record. Pure.
import { createHash } from 'node:crypto';
import type { Identity, Signal } from '@segue/contracts';
import type { Journey } from './journey';
import type { NodeId } from './steps/forms';

/**
 * What a waiting enrolment waits for: the end of quiet hours, a time, an event, or, after its last
 * step, its goal.
 */
export type WaitsFor = 'quiet-hours' | 'time' | 'event' | 'goal';

/** `control`: the customer is in the control group of the campaign or of all campaigns. */
export type Group = 'treated' | 'control';

/** What an enrolment carries from step to step. */
export interface Context {
  /** The signal that began the enrolment. */
  readonly signal: Signal;
  /** Number of steps before the present one. */
  readonly turn: number;
  /** Events after this instant count for a wait; UTC milliseconds of the customer's time. */
  readonly at: number;
  readonly group: Group;
  /** The event that ended the present wait while the campaign was paused or stopped. */
  readonly answer?: Pick<Signal, 'id' | 'occurredAt'>;
}

interface Place {
  /** Derived from the journey and the signal that began it: a signal begins a journey once. */
  readonly id: string;
  readonly journey: string;
  /** Version of the journey by which its last steps were taken. */
  readonly version: number;
  /** The identity that caused the signal. */
  readonly identity: Identity;
  readonly node: NodeId;
  /** When it began, UTC milliseconds of the service's time. */
  readonly since: number;
  readonly context: Context;
}

export type ActiveEnrolment = Place & { readonly state: 'active'; readonly dueAt: null; readonly waitsFor: null };
/** `endedBy`: the way out of the last step, or what ended the enrolment before that step. */
export type EndedEnrolment = Place & {
  readonly state: 'ended';
  readonly dueAt: null;
  readonly waitsFor: null;
  readonly endedBy: string;
};
/**
 * The only form that is stored. `dueAt`: the end of the wait, UTC milliseconds. `paused`: it was
 * due while its campaign was paused, and goes on when the campaign runs again.
 */
export type WaitingEnrolment = Place & {
  readonly state: 'waiting' | 'paused';
  readonly dueAt: number;
  readonly waitsFor: WaitsFor;
  /** Key (`keyOf`) of the signals that end the wait. */
  readonly awaits?: string;
  /** Key of the signals that may meet the goal. */
  readonly goal?: string;
};
export type Enrolment = ActiveEnrolment | WaitingEnrolment | EndedEnrolment;

export function enrol(
  journey: Journey,
  identity: Identity,
  signal: Signal,
  now: number,
  group: Group = 'treated',
): ActiveEnrolment {
  return {
    id: enrolmentId(journey.id, signal.id),
    journey: journey.id,
    version: journey.version,
    identity,
    node: (journey.steps[0] as Journey['steps'][number]).node,
    since: now,
    dueAt: null,
    waitsFor: null,
    context: { signal, turn: 0, at: signal.occurredAt, group },
    state: 'active',
  };
}

/**
 * Returns the enrolment as it is kept while its campaign is paused. Where an event ended its wait,
 * that event is kept and the wait is over at `now`: a timeout no longer counts, nor does a later
 * event.
 */
export function pausedAt(
  { awaits, ...enrolment }: WaitingEnrolment,
  answer: Context['answer'],
  now: number,
): WaitingEnrolment {
  if (!answer) return { ...enrolment, ...(awaits !== undefined && { awaits }), state: 'paused' };
  const { id, occurredAt } = answer;
  return { ...enrolment, dueAt: now, context: { ...enrolment.context, answer: { id, occurredAt } }, state: 'paused' };
}

/** The SQL of migration 7 derives the same id. */
export const enrolmentId = (journey: string, cause: string): string =>
  `e${createHash('sha256').update(`${journey}\n${cause}`).digest('hex').slice(0, 24)}`;

/**
 * Orders waits that end at the same instant by journey and signal, so that the last place under a
 * cap does not depend on the order of arrival.
 */
export function inOrder(a: WaitingEnrolment, b: WaitingEnrolment): number {
  return a.dueAt - b.dueAt || byText(a.journey, b.journey) || byText(a.context.signal.id, b.context.signal.id);
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
