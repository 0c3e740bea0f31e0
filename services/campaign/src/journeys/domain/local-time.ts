// The next instant at which a clock in a zone shows a time. Pure.
import { dayOf, startOfDay } from '@segue/valuation';
import { atMinute, minutesOf, nextDay } from '../../limits/domain/restraint';

const DAY_MS = 86_400_000;
/** A week and the day that has begun. */
const MOST_DAYS = 8;

/**
 * Returns the first instant after `now` (UTC milliseconds) at which the clock of the zone shows
 * `clock` (HH:MM) on one of `weekdays` (1 is Monday; every day when absent). A time that a change
 * of the clocks leaves out is the instant at which it would have come.
 */
export function nextLocal(clock: string, weekdays: readonly number[] | undefined, now: number, zone: string): number {
  const minute = minutesOf(clock);
  let start = startOfDay(dayOf(now, zone), zone);
  for (let day = 0; day < MOST_DAYS; day++, start = nextDay(start, zone)) {
    if (weekdays && !weekdays.includes(weekdayOf(start, zone))) continue;
    const at = atMinute(start, minute, zone);
    if (at > now) return at;
  }
  // Only where a change of the clocks has left out the one day of the week that is wanted.
  return now + 7 * DAY_MS;
}

function weekdayOf(start: number, zone: string): number {
  return new Date(`${dayOf(start, zone)}T00:00:00Z`).getUTCDay() || 7;
}
