// Thompson sampling: each choice is made with the chance that it is the best, and that chance is
// recorded, so that the earnings of another policy can be estimated (`off-policy.ts`).
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
  /** Chance to be chosen; they add up to 1. */
  readonly chance: number;
}

export interface Policy {
  /** Days after which evidence counts half; null: never. */
  readonly halfLifeDays: number | null;
  /**
   * Minimum chance of every choice: one that is never made is never known, and other policies could
   * not be estimated.
   */
  readonly floor: number;
}

/** Evidence by the name of the choice. */
export type Evidences = Readonly<Record<string, Evidence>>;

/**
 * Returns the chances of choices with rewards of 0 or 1 (bought or not), at an instant. Thompson
 * (1933), Biometrika 25; Russo et al. (2018), "A Tutorial on Thompson Sampling", algorithm 3.2.
 * @throws RangeError for no choices, a floor that leaves no room, or impossible evidence
 */
export function betaChances(evidences: Evidences, policy: Policy, now: number, prior: BetaBelief = UNIFORM): Choice[] {
  return chances(evidences, policy, now, (left, name) => betaPosterior(betaBelief(left, prior, `evidences.${name}`)));
}

/** The same for rewards that are amounts. */
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
 * Returns the choice for a place in [0, 1), by `shareOf(split, decision)`, with its chance: the
 * same place gets the same choice. Choosing with P(best) is Thompson sampling: a draw from each
 * posterior makes each the largest with exactly that chance.
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
