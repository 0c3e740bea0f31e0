// What mpmath computed (reference/vectors.py).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Row = Readonly<Record<string, number>>;

export interface Vectors {
  readonly distributions: Readonly<Record<'normal' | 'student' | 'chiSquare' | 'beta', readonly Row[]>>;
  readonly betaBest: readonly { arms: [number, number][]; chances: number[] }[];
  readonly normalBest: readonly { arms: [number, number, number][]; chances: number[] }[];
  readonly sequences: readonly Row[];
  readonly rates: readonly Row[];
  readonly sampleRatio: readonly { counts: number[]; shares: number[]; strength: number; p: number }[];
}

export const vectors = JSON.parse(readFileSync(join(__dirname, '../reference/vectors.json'), 'utf8')) as Vectors;

/** Relative distance. */
export function off(is: number, be: number): number {
  return is === be ? 0 : Math.abs(is - be) / Math.abs(be);
}
