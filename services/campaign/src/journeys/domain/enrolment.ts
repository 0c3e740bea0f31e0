// An enrolment: the place of one customer in one journey, begun by one signal. Every kind of wait
// is the same record. Pure.
import { createHash } from 'node:crypto';
import type { Identity, Signal } from '@segue/contracts';
import type { Journey, NodeId } from './journey';

/** What a waiting enrolment waits for: the check that deferred its message. */
export type WaitsFor = 'quiet-hours';

interface Place {
  /** Derived from the journey and the signal that began it: a signal begins a journey once. */
  readonly id: string;
  readonly journey: string;
  /** Version of the journey when it began. Steps are taken by the version in force. */
  readonly version: number;
  /** The identity that caused the signal. */
  readonly identity: Identity;
  readonly node: NodeId;
  /** When it began, UTC milliseconds of the service's time. */
  readonly since: number;
  readonly context: { readonly signal: Signal };
}

export type ActiveEnrolment = Place & { readonly state: 'active'; readonly dueAt: null; readonly waitsFor: null };
export type EndedEnrolment = Place & { readonly state: 'ended'; readonly dueAt: null; readonly waitsFor: null };
/** The only form that is stored; `dueAt` is the end of the wait, UTC milliseconds. */
export type WaitingEnrolment = Place & {
  readonly state: 'waiting';
  readonly dueAt: number;
  readonly waitsFor: WaitsFor;
};
export type Enrolment = ActiveEnrolment | WaitingEnrolment | EndedEnrolment;

export function enrol(journey: Journey, identity: Identity, signal: Signal, now: number): ActiveEnrolment {
  return {
    id: enrolmentId(journey.id, signal.id),
    journey: journey.id,
    version: journey.version,
    identity,
    node: journey.steps[0].node,
    since: now,
    dueAt: null,
    waitsFor: null,
    context: { signal },
    state: 'active',
  };
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
