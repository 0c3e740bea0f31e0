/**
 * Returns the number of cases of a generated test, or the configured share of it (see `cases.cjs`).
 */
declare function cases(count: number): number;
