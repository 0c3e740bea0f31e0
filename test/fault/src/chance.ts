// Repeatable random numbers, which follow from a seed.
import { createHash } from 'node:crypto';

/** Returns the next number in [0, 1). */
export type Chance = () => number;

export function chanceOf(seed: string): Chance {
  let turn = 0;
  return () => createHash('sha256').update(`${seed} ${turn++}`).digest().readUIntBE(0, 6) / 2 ** 48;
}
