// Which signal ends a wait, or a whole enrolment because its goal is met. Pure.
import type { Signal } from '@segue/contracts';
import type { Campaign } from '../../journeys/domain/campaign';
import type { ActiveEnrolment, WaitingEnrolment } from '../../journeys/domain/enrolment';
import { type Goal, type GoalEnd, endedBy, keyOf } from '../../journeys/domain/goal';
import { isRecorded, journeyOf } from '../../journeys/domain/journey';
import { cutShort } from '../../journeys/domain/record';
import type { StepKind } from '../../journeys/domain/steps/forms';

/** `goal` is null where the signal ends the wait alone. */
export interface WaitEnd {
  signal: Signal;
  goal: GoalEnd | null;
}

/**
 * Returns the first signal that meets the goal, else the first that ends the wait; null when none
 * does. A signal ends a wait if it occurred after the wait began and not after its end. A goal that
 * is met by the time the enrolment goes on counts even if the wait ended before, so that nothing is
 * sent to a customer that has bought.
 * @param until the instant of the decision; later signals of a replay do not count.
 */
export function waitEndBy(
  { awaits, goal: goalKey, context, dueAt }: WaitingEnrolment,
  goal: Goal | undefined,
  signals: readonly Signal[],
  until: number,
): WaitEnd | null {
  const matching = signals.filter((one) => [awaits, goalKey].includes(keyOf(one))).sort(byTime);
  const met = goalMetBy(goal, context.signal, matching, until);
  if (met) return met;
  const answer = matching.find(
    (one) => keyOf(one) === awaits && one.occurredAt > context.at && one.occurredAt <= dueAt,
  );
  return answer ? { signal: answer, goal: null } : null;
}

function goalMetBy(
  goal: Goal | undefined,
  cause: Signal,
  signals: readonly Signal[],
  until: number,
): (WaitEnd & { goal: GoalEnd }) | null {
  for (const signal of signals) {
    const end = goal && signal.occurredAt <= until ? endedBy(goal, cause, signal) : null;
    if (end) return { signal, goal: end };
  }
  return null;
}

/**
 * Returns the end of an enrolment at its beginning, where another signal of the batch already meets
 * its goal: live and bulk signals may overtake each other. Null where none does by `now`.
 */
export function metAtStart(
  enrolment: ActiveEnrolment,
  campaign: Campaign,
  signals: readonly Signal[],
  now: number,
): ReturnType<typeof cutShort> | null {
  const met = goalMetBy(campaign.goal, enrolment.context.signal, [...signals].sort(byTime), now);
  return met && cutShort(enrolment, kindAt(enrolment, campaign), met.goal, now, whyOf(met));
}

const kindAt = ({ node }: ActiveEnrolment | WaitingEnrolment, campaign: Campaign): StepKind =>
  journeyOf(campaign).steps.find((step) => step.node === node)?.kind ?? 'exit';

const whyOf = ({ signal: { id, subject, occurredAt: at } }: WaitEnd) => ({ signal: id, subject, at });

const byTime = (a: Signal, b: Signal): number => a.occurredAt - b.occurredAt || a.number - b.number;

/** Returns the signal that ends the wait alone. */
export const answerTo = (waitEnd: WaitEnd | null): Signal | undefined =>
  waitEnd && waitEnd.goal === null ? waitEnd.signal : undefined;

/** Returns the end of an enrolment that met its goal or lost its campaign; else null. */
export function endedEarly(
  enrolment: WaitingEnrolment,
  campaign: Campaign,
  waitEnd: WaitEnd | null,
  now: number,
): ReturnType<typeof cutShort> | null {
  if (!isRecorded(campaign)) return null;
  const kind = kindAt(enrolment, campaign);
  if (waitEnd?.goal) return cutShort(enrolment, kind, waitEnd.goal, now, whyOf(waitEnd));
  return campaign.state === 'ended' ? cutShort(enrolment, kind, 'stopped', now, null) : null;
}
