// Times as text.

/** The end of year 9999, the last that ISO 8601 writes with four digits; UTC milliseconds. */
export const LATEST_INSTANT = 253_402_300_799_999;

/** Date and time with an offset or none (UTC), or a date alone. */
const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i;
const HAS_OFFSET = /(?:Z|[+-]\d{2}:?\d{2})$/i;

/**
 * UTC milliseconds of an ISO 8601 time; NaN for anything else, and for days and times that there
 * are not.
 */
export function instantIn(text: string): number {
  if (!ISO.test(text) || !isDay(text.slice(0, 10))) return NaN;
  const normal = text.replace(' ', 'T').replace(',', '.');
  // Without an offset a time is UTC, not whatever this machine's zone is.
  return Date.parse(text.length > 10 && !HAS_OFFSET.test(normal.slice(11)) ? `${normal}Z` : normal);
}

/** `Date.parse` takes the 30th of February for the 1st of March. */
function isDay(day: string): boolean {
  const instant = Date.parse(day);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(day);
}
