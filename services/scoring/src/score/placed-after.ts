// The place of a message that cannot be scored.
import { InvalidMessage } from '@segue/contracts';

/** Rethrows an error of a portion with the place of its message in the whole batch. */
export function placedAfter(from: number): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof InvalidMessage)) throw error;
    throw new InvalidMessage(from + error.index, error.code, error.path, error.message);
  };
}
