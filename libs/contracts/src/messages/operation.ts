// What the platform itself writes: dead letters and time marks.
import { type Static, Type } from '@sinclair/typebox';
import { Id, Instant, provenance } from './parts';

/**
 * A message that could not be read or handled: its bytes, where it stood and why. `id` is derived
 * from where it stood.
 */
export const DeadLetter = Type.Object({
  v: Type.Literal(1),
  id: Id,
  group: Type.String(),
  topic: Type.String(),
  partition: Type.Integer(),
  offset: Type.String(),
  key: Type.String(),
  /** The bytes, base64. */
  value: Type.String(),
  headers: Type.Record(Type.String(), Type.String()),
  code: Type.String(),
  path: Type.String(),
  reason: Type.String(),
  ...provenance,
});
export type DeadLetter = Static<typeof DeadLetter>;

/**
 * Travels on every partition of a replayed topic: all before it happened at or before `at`; `last`
 * hands time to the wall clock.
 */
export const TimeMark = Type.Object({ v: Type.Literal(1), at: Instant, last: Type.Boolean() });
export type TimeMark = Static<typeof TimeMark>;
