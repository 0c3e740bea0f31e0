// Checks of input figures: an error names their path and what is valid there.

/** @throws RangeError `<path> must be <what>, not <value>` */
export function must(holds: boolean, path: string, what: string, value: unknown): void {
  if (!holds) throw new RangeError(`${path} must be ${what}, not ${String(value)}`);
}

export function mustBeCount(value: number, path: string): void {
  must(Number.isInteger(value) && value >= 0, path, 'a whole number from 0', value);
}

export function mustBeFinite(value: number, path: string): void {
  must(Number.isFinite(value), path, 'a finite number', value);
}

export function mustBePositive(value: number, path: string): void {
  must(Number.isFinite(value) && value > 0, path, 'a finite number above 0', value);
}

/** Strictly between 0 and 1. */
export function mustBeShare(value: number, path: string): void {
  must(value > 0 && value < 1, path, 'between 0 and 1', value);
}
