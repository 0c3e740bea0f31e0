// Pseudo-random numbers by seed and name, so that the demo store is the same in every run. Pure.
import { createHash } from 'node:crypto';

export const SEED = 'northlight-1';

/** Returns the number of this name, in [0, 1). */
export function chance(...name: readonly (string | number)[]): number {
  return (
    createHash('sha256')
      .update(`${SEED}\n${name.join('\n')}`)
      .digest()
      .readUIntBE(0, 6) /
    2 ** 48
  );
}

export function pick<T>(list: readonly T[], ...name: readonly (string | number)[]): T {
  return list[Math.floor(chance(...name) * list.length)] as T;
}
