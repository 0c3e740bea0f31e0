// Thompson sampling: each choice is made as often as it is likely to be the best, and the chance it
// had is recorded, so that what another policy would have earned can be told from the record
// (`off-policy.ts`).
import { chancesOfBest } from './best';
import { type Evidence, evidenceAt } from '../sequential/evidence';
import { must } from '../sequential/given';
import {
  type BetaBelief,
  type NormalPrior,
  UNIFORM,
  betaBelief,
  betaPosterior,
  normalBelief,
  normalPosterior,
} from './posterior';
import { pick } from './split';

export interface Choice {
  readonly name: string;
  /** With which it is chosen; all together 1. */
  readonly chance: number;
}

export interface Policy {
  /** Evidence is halved after so many days; null: never. */
  readonly halfLifeDays: number | null;
  /**
   * No choice ever has less of a chance: what is never tried is never known, and no other policy
   * could be judged.
   */
  readonly floor: number;
}

/** By the name of each choice. */
export type Evidences = Readonly<Record<string, Evidence>>;

/**
 * Chances of choices whose rewards are 0 or 1 (bought or not), at an instant. Thompson (1933),
 * Biometrika 25; Russo et al. (2018), "A Tutorial on Thompson Sampling", algorithm 3.2.
 * @throws RangeError for no choices, a floor that leaves no room, or evidence that cannot be
 */
export function betaChances(evidences: Evidences, policy: Policy, now: number, prior: BetaBelief = UNIFORM): Choice[] {
  return chances(evidences, policy, now, (left, name) => betaPosterior(betaBelief(left, prior, `evidences.${name}`)));
}

/** The same of choices whose rewards are amounts. */
export function normalChances(evidences: Evidences, policy: Policy, now: number, prior: NormalPrior): Choice[] {
  return chances(evidences, policy, now, (left) => normalPosterior(normalBelief(left, prior)));
}

function chances(
  evidences: Evidences,
  { halfLifeDays, floor }: Policy,
  now: number,
  posterior: (left: Evidence, name: string) => ReturnType<typeof betaPosterior>,
): Choice[] {
  const names = Object.keys(evidences);
  must(names.length > 0, 'evidences', 'of at least one choice', 'empty');
  must(floor >= 0 && floor * names.length <= 1, 'floor', `from 0 to 1/${names.length}`, floor);
  const best = chancesOfBest(
    names.map((name) => posterior(evidenceAt(evidences[name] as Evidence, now, halfLifeDays), name)),
  );
  const room = 1 - floor * names.length;
  return names.map((name, index) => ({ name, chance: floor + room * (best[index] as number) }));
}

/**
 * The choice that falls to a place in [0, 1), by `shareOf(split, decision)`: the same place gets
 * the same choice, and its chance goes on record with it. Choosing with P(best) is Thompson
 * sampling: a draw from each posterior makes each the largest with just that chance.
 */
export function choose(choices: readonly Choice[], place: number): Choice {
  must(choices.length > 0, 'choices', 'at least one', 'empty');
  must(place >= 0 && place < 1, 'place', 'from 0 to below 1', place);
  const name = pick(
    choices.map((choice) => ({ name: choice.name, weight: choice.chance })),
    place,
  );
  return choices.find((choice) => choice.name === name) as Choice;
}
