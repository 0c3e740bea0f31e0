// Rule facts that are folded again from a history that comes in pages, for needs that they were not
// kept for. Pure.
import type { NumberedTouchpoint } from '@segue/contracts';
import { type Needs, type RuleFacts, emptyRuleFacts, foldPage, foldedIn, hasFolded } from '@segue/rules';
import type { Facts } from './facts';

/** The facts of one identity while they are folded again. */
export interface Refold {
  /** Facts for other needs: the touchpoints that they had folded are folded again, no others. */
  readonly like: RuleFacts;
  /** The facts for the present needs, without the numbers of their touchpoints. */
  readonly rules: RuleFacts;
  /** How many touchpoints are in `rules`. */
  readonly count: number;
  /** What the pages read earlier had folded; absent at first. */
  readonly earlier?: RuleFacts;
}

/** By identity. */
export type Refolds = ReadonlyMap<string, Refold>;

/**
 * Returns the refold that reads on where an earlier one for the same needs ended, else one from the
 * beginning.
 */
export function refoldOf(like: RuleFacts, needs: Needs, earlier?: Refold): Refold {
  if (earlier?.rules.needs !== needs.id || !isComplete(earlier))
    return { like, rules: emptyRuleFacts(needs), count: 0 };
  return { like, rules: earlier.rules, count: earlier.count, earlier: earlier.like };
}

/** Returns the number above which touchpoints have to be read. */
export const aboveOf = ({ earlier }: Refold): number => earlier?.reached ?? 0;

/** @param page touchpoints of the identity that are in no other page, in any order. */
export function withPage(refold: Refold, page: readonly NumberedTouchpoint[], needs: Needs): Refold {
  const { like, earlier } = refold;
  const wanted = page.filter(({ number }) => hasFolded(like, number) && !(earlier && hasFolded(earlier, number)));
  return { ...refold, rules: foldPage(refold.rules, wanted, needs), count: refold.count + wanted.length };
}

const isComplete = ({ like, count }: Refold): boolean => count >= foldedIn(like);

/** Returns the facts for the present needs; null when they have folded more than was read. */
export function refolded(facts: Facts, refold: Refold | undefined, needs: Needs): Facts | null {
  if (refold?.rules.needs !== needs.id || refold.count < foldedIn(facts.rules)) return null;
  const { reached, beyond, skipped } = facts.rules;
  return { ...facts, rules: { ...refold.rules, reached, beyond, ...(skipped !== undefined && { skipped }) } };
}
