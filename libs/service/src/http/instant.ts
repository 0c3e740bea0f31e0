// Instants in answers: UTC, ISO 8601, as JSON Schema's `date-time`.

/** Returns an instant (UTC milliseconds) as text; null stays null. */
export function iso(instant: number): string;
export function iso(instant: number | null): string | null;
export function iso(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
