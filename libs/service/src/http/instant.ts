// How instants are written in answers: UTC, ISO 8601, as JSON Schema's `date-time` has it.

/** @param instant UTC milliseconds. */
export function iso(instant: number): string;
export function iso(instant: number | null): string | null;
export function iso(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
