// Actual value: dated amounts summed over a sliding window, and when that sum changes by itself. An
// amount counts from its instant until exactly `windowMs` later (then no longer). Refunds and costs
// are negative amounts; so the sum may rise as well as fall while nothing happens.

export interface DatedAmount {
  /** UTC ms. */
  readonly at: number;
  /** Minor units. */
  readonly amount: number;
}

/** The sum from `at` on, until the next step. */
export interface Step {
  readonly at: number;
  readonly value: number;
}

export interface WindowSum {
  readonly value: number;
  /** The next instant at which the sum is another if nothing happens; null if never. */
  readonly changesAt: number | null;
}

/** 365 days of 24 hours: what "12 months" means for net margin. */
export const YEAR_MS = 365 * 86_400_000;

export function windowSum(entries: readonly DatedAmount[], now: number, windowMs: number): WindowSum {
  return { value: sumAt(entries, now, windowMs), changesAt: windowSteps(entries, now, windowMs)[0]?.at ?? null };
}

/** The sum at an instant: amounts of (now − windowMs, now]. */
export function sumAt(entries: readonly DatedAmount[], now: number, windowMs: number): number {
  let sum = 0;
  for (const { at, amount } of entries) if (at <= now && at + windowMs > now) sum += amount;
  return sum;
}

/**
 * Every later change of the sum if nothing happens, in order; amounts that cancel out at one
 * instant make no step.
 */
export function windowSteps(entries: readonly DatedAmount[], now: number, windowMs: number): Step[] {
  const changes: DatedAmount[] = [];
  for (const { at, amount } of entries) {
    if (at > now) changes.push({ at, amount });
    if (at + windowMs > now) changes.push({ at: at + windowMs, amount: -amount });
  }
  return accumulate(
    changes.sort((a, b) => a.at - b.at),
    sumAt(entries, now, windowMs),
  );
}

function accumulate(changes: readonly DatedAmount[], start: number): Step[] {
  const steps: Step[] = [];
  let value = start;
  let before = start;
  changes.forEach(({ at, amount }, index) => {
    value += amount;
    if (changes[index + 1]?.at === at || value === before) return;
    steps.push({ at, value });
    before = value;
  });
  return steps;
}
