// Chance that can be had again: numbers that follow from a seed.
import { createHash } from 'node:crypto';

/** The next number from 0 up to, not including, 1. */
export type Chance = () => number;

export function chanceOf(seed: string): Chance {
  let turn = 0;
  return () => createHash('sha256').update(`${seed} ${turn++}`).digest().readUIntBE(0, 6) / 2 ** 48;
}
