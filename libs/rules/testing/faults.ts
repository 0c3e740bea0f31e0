// The faults of a condition as texts, for tests of `validate`.
import type { Condition } from '../src/language/rule';
import { validate } from '../src/validate/validate';

export const faults = (when: unknown) =>
  validate({ version: 1, when }).map(({ path, message }) => `${path}: ${message}`);

/** A rule's condition without faults. */
export const silent: Condition = { kind: 'recency', is: 'atLeast', days: 60 };
