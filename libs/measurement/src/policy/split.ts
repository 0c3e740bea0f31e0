// Groups of customers by a hash of the split's name and the customer: nothing is stored, no
// customer changes groups, and every process agrees.
import { createHash } from 'node:crypto';
import { must, mustBePositive } from '../sequential/given';

/**
 * Returns a number in [0, 1) fixed by its two names: uniform over customers and independent between
 * splits, since every split has a name of its own. The first 48 bits of SHA-256 of
 * "split\ncustomer": never change it, or customers change groups in the middle of a campaign.
 */
export function shareOf(split: string, customer: string): number {
  return createHash('sha256').update(`${split}\n${customer}`).digest().readUIntBE(0, 6) / 2 ** 48;
}

export interface Part<Name extends string = string> {
  readonly name: Name;
  /** Relative to the sum of all parts, which need not be 1. */
  readonly weight: number;
}

/**
 * Returns the part into which a customer falls. A part keeps its customers while the weights of it
 * and of those before it, as shares of the whole, stay.
 * @throws RangeError for no parts, or a weight that is not above 0
 */
export function partOf<Name extends string>(split: string, customer: string, parts: readonly Part<Name>[]): Name {
  must(parts.length > 0, 'parts', 'at least one', 'empty');
  parts.forEach(({ weight }, index) => mustBePositive(weight, `parts[${index}].weight`));
  return pick(parts, shareOf(split, customer));
}

/** Returns the part at a place in [0, 1), the weighted parts lying one after the other. */
export function pick<Name extends string>(parts: readonly Part<Name>[], place: number): Name {
  let left = place * parts.reduce((sum, { weight }) => sum + weight, 0);
  for (const { name, weight } of parts) {
    if (left < weight) return name;
    left -= weight;
  }
  // Rounding may leave a tiny rest beyond the last part that has any weight.
  return (parts.findLast(({ weight }) => weight > 0) as Part<Name>).name;
}
