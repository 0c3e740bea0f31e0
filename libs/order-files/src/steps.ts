// Long computations that pause at each `yield`.

/** Runs a computation to its end. */
export type Run = <T>(steps: Generator<void, T>) => T | Promise<T>;

/** @throws {Error} when a file has more lines than that. */
export function assertFew(lines: number, most = Infinity): void {
  if (lines > most) throw new Error(`the file has more than ${most} lines with orders: split it`);
}
