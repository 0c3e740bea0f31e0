// The faults of a condition as texts, for tests of `validate`.
import { validate } from '../src/validate/validate';

export const faults = (when: unknown) =>
  validate({ version: 1, when }).map(({ path, message }) => `${path}: ${message}`);
