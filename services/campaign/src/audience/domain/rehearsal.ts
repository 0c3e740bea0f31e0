// What a campaign would do for one customer at an instant: every check, also those behind the one
// that decides, and the message. Pure.
import type { CustomerState } from '@segue/contracts';
import { type Rendering, renderingOf } from '../../content/domain/content';
import { checksFor } from '../../decide/domain/checks';
import { decide } from '../../decide/domain/decide';
import { type Check, type Decision, START } from '../../decide/domain/decision';
import type { Campaign } from '../../journeys/domain/campaign';
import { type Given, type Remembered, circumstancesOf, entryCheckOf, signalFor, triggerCheck } from './candidate';

export interface Rehearsal {
  outcome: Decision['outcome'] | 'no-trigger';
  reason: Decision['reason'] | 'trigger';
  /** When a deferred message is looked at again, UTC milliseconds. */
  dueAt: number | null;
  checks: RehearsedCheck[];
  rendering: Rendering;
}

export type RehearsedCheck = Omit<Check, 'check'> & { check: Check['check'] | 'trigger' };

/** Decides about a customer as if the trigger fired at `given.now`. Nothing is recorded. */
export function rehearse(
  candidate: CustomerState,
  campaign: Campaign,
  remembered: Remembered,
  given: Given,
): Rehearsal {
  const signal = signalFor(candidate, campaign.trigger, given.now);
  const circumstances = circumstancesOf(candidate, campaign, remembered, given);
  const { decision } = decide(signal, START, circumstances);
  const met = triggerCheck(candidate, campaign.trigger, signal);
  const refused = entryCheckOf(signal, circumstances, remembered);
  const made = checksFor(signal, START, circumstances)
    .flatMap((check) => check() ?? [])
    .filter(({ check }) => check !== refused?.check);
  const isOff = met !== null && !met.passed;
  return {
    outcome: isOff ? 'no-trigger' : refused ? 'held' : decision.outcome,
    reason: isOff ? 'trigger' : (refused?.check ?? decision.reason),
    dueAt: isOff || refused ? null : decision.dueAt,
    checks: [...(met ? [met] : []), ...(refused ? [refused] : []), ...made],
    rendering: renderingOf(decision.id, signal, campaign, given),
  };
}
