// The fault of one field of a line.
import { Unreadable } from '../fields/fields';

export class Faulty extends Error {
  constructor(
    readonly column: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Returns the result of `read`. @throws {Faulty} with this column when it cannot read the field.
 */
export function within<T>(column: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) throw new Faulty(column, error.message);
    throw error;
  }
}
