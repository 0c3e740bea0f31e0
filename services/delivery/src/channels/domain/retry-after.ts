// The `Retry-After` field of an answer (RFC 9110, 10.2.3): a number of seconds, or a date. Pure.

const DAY_MS = 24 * 3_600_000;
/** Maximum pause that a receiver can ask for, in milliseconds. */
export const LONGEST_ASKED_MS = DAY_MS;

const WEEKDAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
/**
 * IMF-fixdate, and the obsolete asctime form, which has no zone and means GMT. Dates of RFC 850
 * lack the century.
 */
const FIXDATE = new RegExp(`^${WEEKDAY}, \\d{2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT$`);
const ASCTIME = new RegExp(`^${WEEKDAY} [A-Z][a-z]{2} [ \\d]\\d \\d{2}:\\d{2}:\\d{2} \\d{4}$`);
const RFC850 = /^[A-Z][a-z]+day, (\d{2})-([A-Z][a-z]{2})-(\d{2}) (\d{2}:\d{2}:\d{2}) GMT$/;

/**
 * Returns how long to wait, in milliseconds from `now`; null for a field of neither form, or in the
 * past.
 */
export function retryAfterMs(field: string, now: number): number | null {
  const text = field.trim();
  const pause = /^\d+$/.test(text) ? Number(text) * 1000 : instantOf(text, now) - now;
  return pause > 0 ? Math.min(pause, LONGEST_ASKED_MS) : null;
}

/** Returns NaN for text that is no HTTP-date. */
function instantOf(text: string, now: number): number {
  if (FIXDATE.test(text)) return Date.parse(text);
  if (ASCTIME.test(text)) return Date.parse(`${text} GMT`);
  const [, day, month, year, time] = RFC850.exec(text) ?? [];
  if (year === undefined) return NaN;
  // By the standard, a two-digit year that seems to lie more than 50 years ahead is in the past.
  const century = Math.floor(new Date(now).getUTCFullYear() / 100) * 100;
  const full = century + Number(year);
  const isPast = full > new Date(now).getUTCFullYear() + 50;
  return Date.parse(`${day} ${month} ${isPast ? full - 100 : full} ${time} GMT`);
}
