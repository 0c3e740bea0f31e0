// Moves an enrolment through the steps of its journey until it waits or ends. Pure. `DecisionBatch`
// calls it, and itself pauses enrolments and ends those whose goal is met or whose campaign ended.
import { type DecisionDraft, MAX_WAITING } from '../../decide/domain/decide';
import { START } from '../../decide/domain/decision';
import type { EndedEnrolment, Enrolment, WaitingEnrolment } from './enrolment';
import { goalKey, goalUntil } from './goal';
import type { Journey } from './journey';
import { type Passed, ended } from './record';
import type { JourneyStep } from './steps/forms';
import type { Arrival, Leg, Move, StepResult } from './steps/step';
import { take } from './steps/table';

export interface Advanced {
  enrolment: WaitingEnrolment | EndedEnrolment;
  /** The decisions of the steps that were taken, in their order. */
  drafts: DecisionDraft[];
  passed: Passed[];
}

/**
 * Takes the step at which the enrolment stands, and the steps after it, until the enrolment waits
 * or ends. Where it waited, the same step is taken again. It ends as `lost` at
 * a step that the journey no longer has.
 * @param leg the part of the enrolment that begins now; it ends at the next wait or the end.
 */
export function advance(enrolment: Enrolment, journey: Journey, leg: Leg): Advanced {
  if (enrolment.waitsFor === 'goal') return { enrolment: ended(enrolment, 'unmet'), drafts: [], passed: [] };
  const steps = new Map(journey.steps.map((step) => [step.node, step]));
  const [drafts, passed]: [DecisionDraft[], Passed[]] = [[], []];
  let place = enrolment;
  let arrival: Arrival = enrolment.state === 'waiting' ? 'waited' : 'new';
  let present = leg;
  for (;;) {
    const step = steps.get(place.node);
    if (!step) return { enrolment: ended(place, 'lost'), drafts, passed };
    const result = take(step, { ...present, name: nameAt(place, arrival, leg) }, arrival);
    const { move, draft } = result;
    passed.push(passedBy(place, step, arrival, leg, result));
    if (draft) drafts.push(draft);
    present = withSent(present, draft);
    if (move.to === 'wait') return { enrolment: waiting(place, journey.version, leg, move), drafts, passed };
    if (move.to === 'end')
      return { enrolment: endingAt({ ...place, version: journey.version }, leg, move.way), drafts, passed };
    place = onTo(place, journey.version, leg, move.node);
    arrival = 'new';
  }
}

/** Names a decision: `resume-<due>` after a wait at this step, else `start` or `<step>-<turn>`. */
const nameAt = ({ node, context: { turn } }: Enrolment, arrival: Arrival, { name }: Leg): string =>
  arrival === 'waited' ? name : turn === 0 ? START : `${node}-${turn}`;

/** Returns the leg with the message that a step sent, so that caps count it at the next steps. */
function withSent(leg: Leg, draft: DecisionDraft | null): Leg {
  if (!draft?.sent) return leg;
  const { circumstances } = leg;
  return { ...leg, circumstances: { ...circumstances, sent: [...circumstances.sent, draft.sent] } };
}

/** Returns the enrolment at its next step: without the fields of a wait, and not ended. */
const onTo = (place: Enrolment, version: number, leg: Leg, node: string): Enrolment => ({
  ...{ id: place.id, journey: place.journey, identity: place.identity, since: place.since, version, node },
  ...{ context: contextAfter(place, leg), state: 'active', dueAt: null, waitsFor: null },
});

/** Returns the context at the next step, without `answer`, which ended the wait before it. */
function contextAfter(place: Enrolment, leg: Leg): Enrolment['context'] {
  const { answer: _, ...context } = place.context;
  return { ...context, turn: context.turn + 1, at: sinceOf(place, leg) };
}

/** Returns when events begin to count for the next wait: the last wait's end, else the signal. */
const sinceOf = ({ context }: Enrolment, { answer, circumstances: { waited } }: Leg): number =>
  answer?.occurredAt ?? waited?.dueAt ?? context.at;

function waiting(
  { id, journey, identity, node, since, context }: Enrolment,
  version: number,
  { circumstances: { campaign } }: Leg,
  { until, waitsFor, awaits }: Extract<Move, { to: 'wait' }>,
): WaitingEnrolment {
  const { goal } = campaign;
  return {
    ...{ id, journey, version, identity, node, since, context },
    ...{ state: 'waiting', dueAt: until, waitsFor },
    ...(awaits !== undefined && { awaits }),
    ...(goal && { goal: goalKey(goal) }),
  };
}

/** After the last step an enrolment with a goal waits for it until its period ends. */
function endingAt(place: Enrolment, leg: Leg, way: string): WaitingEnrolment | EndedEnrolment {
  const { goal } = leg.circumstances.campaign;
  if (way !== 'exit' || !goal || leg.circumstances.waiting >= MAX_WAITING) return ended(place, way);
  const until = goalUntil(goal, place.context.signal);
  if (until <= leg.circumstances.now) return ended(place, 'unmet');
  return waiting(place, place.version, leg, { to: 'wait', until, waitsFor: 'goal' });
}

function passedBy(
  { id, journey, version, context }: Enrolment,
  { node, kind }: JourneyStep,
  arrival: Arrival,
  { circumstances: { now, campaign } }: Leg,
  { move, why }: StepResult,
): Passed {
  const isWaiting = move.to === 'wait';
  return {
    ...{ enrolment: id, journey, turn: context.turn, node, kind, enteredAt: now },
    // The version by which the step was entered; it may be earlier than the campaign's.
    version: arrival === 'waited' ? version : campaign.version,
    leftAt: isWaiting ? null : now,
    way: isWaiting ? null : move.way,
    why: why ?? null,
    isNew: arrival === 'new',
  };
}
