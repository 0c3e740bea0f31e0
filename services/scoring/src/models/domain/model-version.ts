// A version of the store's model with its figures, and whether it goes live by itself. Pure.
import {
  type Comparison,
  type Evidence,
  type StoreFit,
  type ValueModel,
  compared,
  foresight,
  heldOut,
} from '@segue/valuation';
import { type LiveModel, parametersOf } from './live-model';

/** `default`: the start parameters; `manual`: set through `PUT /api/settings/model`. */
export type ModelOrigin = 'fit' | 'default' | 'manual';

/** Below this many customers with a second purchase no fit goes live by itself. */
export const LEAST_REPEATERS_LIVE = 30;

export const VERDICTS = ['better', 'not-better', 'not-compared', 'too-few', 'held'] as const;
/** Why a fit goes live by itself (`better`) or does not. */
export type Verdict = (typeof VERDICTS)[number];

/** A fit as it is kept. */
export interface FittedVersion extends StoreFit {
  /** Compares the fit with the live model; null where no customers could be held out. */
  readonly comparison: Comparison | null;
  readonly verdict: Verdict;
}

export interface ModelVersion {
  readonly number: number;
  /** UTC milliseconds. */
  readonly createdAt: number;
  readonly origin: ModelOrigin;
  readonly model: ValueModel;
  /** Null for a model that was not fitted here. */
  readonly fit: FittedVersion | null;
}

/** Compares a fit with the live model on what came after the split. */
export function judged(fit: StoreFit, evidence: Evidence, live: LiveModel): FittedVersion {
  const comparison = comparedWith(fit, evidence, live);
  return { ...fit, comparison, verdict: verdictOf(fit, comparison, live) };
}

function comparedWith(fit: StoreFit, evidence: Evidence, live: LiveModel): Comparison | null {
  const present = heldOut(parametersOf(live), evidence);
  const final = heldOut(fit.model, evidence);
  if (!fit.heldOut || !final || !present) return null;
  // The fit counts by the worse of two figures: of the model fitted before the split, and of the
  // final model, which would go live. Otherwise the live model, fitted again, could beat itself by
  // its parameters before the split.
  const candidate = Math.min(foresight(fit.model, fit.heldOut), foresight(fit.model, final));
  return compared(candidate, foresight(live, present), present.customers);
}

function verdictOf({ repeaters }: StoreFit, comparison: Comparison | null, live: LiveModel): Verdict {
  if (live.held) return 'held';
  if (repeaters < LEAST_REPEATERS_LIVE) return 'too-few';
  if (!comparison) return 'not-compared';
  return comparison.isBetter ? 'better' : 'not-better';
}

/**
 * Whether predictions wait for more customers who bought again. They never do where a person set
 * the model or put it live.
 * @param isSet whether the model in force is a setting, not just the start parameters.
 */
export function waitsFor({ repeaters }: Pick<StoreFit, 'repeaters'>, live: LiveModel, isSet: boolean): boolean {
  const isByHand = isSet && live.version === undefined;
  return repeaters < LEAST_REPEATERS_LIVE && !isByHand && !live.chosen;
}
