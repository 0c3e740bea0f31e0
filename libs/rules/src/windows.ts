// When an event leaves a sliding window.
import { dayPosition, instantAtPosition } from '@segue/valuation';
import type { Within } from './language';

const UNIT_MS = { hours: 3_600_000, minutes: 60_000, seconds: 1_000, milliseconds: 1 } as const;

/** The first instant at which an event at `at` is no longer within the window; null for "ever". */
export function leavesAt(at: number, within: Within | undefined, zone: string): number | null {
  if (!within) return null;
  if (within.unit !== 'days') return at + within.amount * UNIT_MS[within.unit];
  return instantAtPosition(dayPosition(at, zone) + within.amount, zone);
}
