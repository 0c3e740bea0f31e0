// Numbers of customers and days that it takes to detect an effect, and the effect that a number of
// customers detects. Normal approximations: with fewer than about thirty customers a group,
// Student's t needs one or two more.
import { normalCdf } from './distributions';
import { must, mustBePositive, mustBeShare } from '../sequential/given';
import { mixtureWidth, multiplierOf } from '../sequential/sequences';
import { type Outlook, type Plan, withDefaults } from './plan';

/**
 * Returns the customers of both groups together (not rounded) for one fixed test of two
 * proportions. Fleiss, Levin & Paik (2003), chapter 4 without correction for continuity; with equal
 * groups n is that of R's power.prop.test.
 * @throws RangeError for proportions outside 0 to 1, or equal ones
 */
export function customersForProportions(control: number, treated: number, plan: Plan = {}): number {
  mustBeShare(control, 'control');
  mustBeShare(treated, 'treated');
  must(treated !== control, 'treated', `another than control (${control})`, treated);
  const { share, certain, likely } = withDefaults(plan);
  const { pooled, apart } = spreads(control, treated, share);
  return ((certain * pooled + likely * apart) / (treated - control)) ** 2;
}

/**
 * Returns the chance to detect a difference of two proportions with a number of customers in both
 * groups together. R's power.prop.test (strict = FALSE).
 */
export function powerOfProportions(control: number, treated: number, customers: number, plan: Plan = {}): number {
  mustBeShare(control, 'control');
  mustBeShare(treated, 'treated');
  mustBePositive(customers, 'customers');
  const { share, certain } = withDefaults(plan);
  const { pooled, apart } = spreads(control, treated, share);
  return normalCdf((Math.sqrt(customers) * Math.abs(treated - control) - certain * pooled) / apart);
}

/**
 * Standard deviations of the difference, times the root of all customers: without a difference, and
 * with it.
 */
function spreads(control: number, treated: number, share: number): { pooled: number; apart: number } {
  const mean = share * treated + (1 - share) * control;
  return {
    pooled: Math.sqrt((mean * (1 - mean)) / (share * (1 - share))),
    apart: Math.sqrt((treated * (1 - treated)) / share + (control * (1 - control)) / (1 - share)),
  };
}

/**
 * Returns the smallest rise of a proportion that a number of customers (both groups together)
 * detects; null if it does not detect a rise to 1.
 */
export function detectableRise(control: number, customers: number, plan: Plan = {}): number | null {
  mustBeShare(control, 'control');
  mustBePositive(customers, 'customers');
  const needed = (treated: number) => customersForProportions(control, treated, plan);
  let [small, enough] = [control, 1 - Number.EPSILON];
  if (needed(enough) > customers) return null;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (small + enough) / 2;
    if (middle === control || needed(middle) > customers) small = middle;
    else enough = middle;
  }
  return enough - control;
}

const HALVINGS = 60;

/**
 * Returns the customers of both groups together (not rounded) for one fixed test of two means: (z₁
 * + z₂)² (v₁/w + v₀/(1−w)) / δ².
 */
export function customersForMeans(difference: number, outlook: Outlook, plan: Plan = {}): number {
  must(Number.isFinite(difference) && difference !== 0, 'difference', 'a finite number other than 0', difference);
  const { share, certain, likely } = withDefaults(plan);
  return ((certain + likely) ** 2 * spread(outlook, share)) / (difference * difference);
}

/**
 * Returns the smallest difference of two means that a number of customers (both groups together)
 * detects.
 */
export function detectableDifference(outlook: Outlook, customers: number, plan: Plan = {}): number {
  mustBePositive(customers, 'customers');
  const { share, certain, likely } = withDefaults(plan);
  return (certain + likely) * Math.sqrt(spread(outlook, share) / customers);
}

/** The variance of the difference, times all customers. */
function spread({ variance, treatedVariance = variance }: Outlook, share: number): number {
  mustBePositive(variance, 'outlook.variance');
  mustBePositive(treatedVariance, 'outlook.treatedVariance');
  return treatedVariance / share + variance / (1 - share);
}

/**
 * The same for tests at any time (`watch`): the number of customers at which an always-valid
 * interval excludes 0 with the wanted chance where the difference exists. With usual errors and
 * powers 1.6 to 2.2 times as many as for one fixed test.
 */
export function customersForWatch(difference: number, outlook: Outlook, tunedFor: number, plan: Plan = {}): number {
  const fixed = customersForMeans(difference, outlook, plan);
  const { share, error, likely } = withDefaults(plan);
  const one = Math.sqrt(spread(outlook, share));
  const width = mixtureWidth(error, tunedFor);
  const reach = (customers: number) => ((multiplierOf(customers * width, error) + likely) * one) / Math.sqrt(customers);
  // The reach falls all the way: the multiplier grows more slowly than any root.
  let [few, enough] = [0, FARTHEST * Math.max(fixed, tunedFor)];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (few + enough) / 2;
    if (reach(middle) > Math.abs(difference)) few = middle;
    else enough = middle;
  }
  return enough;
}

/**
 * Upper bound, as a multiple of a fixed test's customers or of `tunedFor`: enough for all errors
 * and powers that a double can hold.
 */
const FARTHEST = 100;

/** Returns whole days until that many customers have arrived; null if none arrive. */
export function daysUntil(customers: number, current: number, arrivalsPerDay: number): number | null {
  if (customers <= current) return 0;
  return arrivalsPerDay > 0 ? Math.ceil((customers - current) / arrivalsPerDay) : null;
}
