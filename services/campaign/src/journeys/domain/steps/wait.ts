// Step `wait`: for a time, until a time of the customer's day, or for an event with a timeout. At
// most MAX_WAITING waits of a customer last at a time: the enrolment ends at the next. Pure.
import { isZone } from '@segue/valuation';
import { MAX_WAITING } from '../../../decide/domain/decide';
import { eventKey } from '../goal';
import { nextLocal } from '../local-time';
import type { StepOf } from './forms';
import type { Leg, Move, StepHandler } from './step';

export const wait: StepHandler<'wait'> = (step, leg, arrival) => {
  if (arrival === 'waited') return { draft: null, ...after(step, leg) };
  const { waiting } = leg.circumstances;
  if (waiting >= MAX_WAITING) {
    return { draft: null, move: { to: 'end', way: 'too-many-waiting' }, why: { waiting, most: MAX_WAITING } };
  }
  return { draft: null, move: begin(step, leg) };
};

function begin(step: StepOf<'wait'>, { signal: { head }, circumstances: { now, brandZone } }: Leg): Move {
  if ('for' in step) return { to: 'wait', until: now + step.for * 1_000, waitsFor: 'time' };
  if ('event' in step) {
    return { to: 'wait', until: now + step.timeout * 1_000, waitsFor: 'event', awaits: eventKey(step.event) };
  }
  const zone = isZone(head.timeZone) ? head.timeZone : brandZone;
  return { to: 'wait', until: nextLocal(step.until, step.weekdays, now, zone), waitsFor: 'time' };
}

function after(step: StepOf<'wait'>, { answer }: Leg): { move: Move; why?: Record<string, unknown> } {
  if ('event' in step && !answer) return { move: { to: 'step', node: step.otherwise, way: 'timeout' } };
  const why = answer && { why: { event: answer.id, at: answer.occurredAt } };
  return { move: { to: 'step', node: step.next, way: 'event' in step ? 'event' : 'time' }, ...why };
}
