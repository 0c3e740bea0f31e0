// How well a model foresaw what it had not seen: the log-likelihood of all purchases after the
// split given those before it, and of what they came to. ln L(through) − ln L(before) is exactly
// that conditional likelihood, because the models are densities of the times of purchase.
import { gammaGammaLikelihood } from '../models/gamma-gamma';
import { customersIn } from '../models/rows';
import { PURCHASE_MODELS, type PurchaseModel, type ValueModel, purchaseModelOf } from '../worth/value';
import type { Evidence } from './evidence';
import { purchaseLogLikelihood } from './purchase-fit';

export interface HeldOut {
  /** Customers that had bought by the split. */
  readonly customers: number;
  /** ln L of the times of their later purchases, by model. */
  readonly purchases: { readonly [model in PurchaseModel]: number };
  /** ln L of what they spent later. */
  readonly spend: number;
}

/** Null without customers to follow. */
export function heldOut(model: ValueModel, evidence: Evidence): HeldOut | null {
  const [before, through] = [evidence.historiesBefore(), evidence.historiesThrough()];
  if (before.length === 0) return null;
  const gain = (named: PurchaseModel) =>
    purchaseLogLikelihood(model, named, through) - purchaseLogLikelihood(model, named, before);
  return {
    customers: customersIn(before),
    purchases: { bgnbd: gain('bgnbd'), mbgnbd: gain('mbgnbd'), nbd: gain('nbd') },
    spend: gammaGammaLikelihood(model.gammaGamma, evidence.spendsAfter()).value,
  };
}

/**
 * Returns the model of purchases that foresaw best. BG/NBD stays unless another is better by
 * `TIE` for each customer: less than that says nothing about which is right, and on CDNOW, the only
 * set at hand with a known end, its expectations far ahead are the nearest of the three.
 */
export function bestOf({ purchases, customers }: HeldOut): PurchaseModel {
  const score = (named: PurchaseModel) => purchases[named] + (named === 'bgnbd' ? TIE * customers : 0);
  return PURCHASE_MODELS.reduce((best, named) => (score(named) > score(best) ? named : best));
}

const TIE = 0.001;

/** The log-likelihood of times and spends, under the model of purchases that `model` names. */
export function foresight(model: ValueModel, { purchases, spend }: HeldOut): number {
  return purchases[purchaseModelOf(model)] + spend;
}

/** A model goes live only if it is better than the live one by both of these. */
export const MARGIN = { total: 3, perCustomer: 0.002 } as const;

export interface Comparison {
  readonly customers: number;
  /**
   * ln L of the held-out purchases and spends: of the model as fitted before the split or to all
   * data, whichever is less.
   */
  readonly candidate: number;
  /** Of the live model, which may have been fitted to a part of them. */
  readonly live: number;
  /** What `candidate` must exceed `live` by. */
  readonly margin: number;
  readonly isBetter: boolean;
}

export function compared(candidate: number, live: number, customers: number): Comparison {
  const margin = Math.max(MARGIN.total, MARGIN.perCustomer * customers);
  return { customers, candidate, live, margin, isBetter: candidate - live >= margin };
}
