// What holds a message back for all campaigns alike: caps, quiet hours, control groups. Pure.
import { type Static, Type } from '@sinclair/typebox';
import { checkOf } from '@segue/contracts';
import { dayOf, offsetAt, startOfDay } from '@segue/valuation';

const Clock = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', description: 'HH:MM' });

export const Limits = Type.Object(
  {
    /**
     * At most `messages` marketing messages to a customer within any `days`, over all campaigns;
     * null for no cap.
     */
    cap: Type.Union([
      Type.Object(
        {
          messages: Type.Integer({ minimum: 0, maximum: 1000 }),
          days: Type.Number({ exclusiveMinimum: 0, maximum: 365 }),
        },
        { additionalProperties: false },
      ),
      Type.Null(),
    ]),
    /**
     * No marketing from `from` to `to` of the customer's own day (the brand's zone where theirs is
     * unknown); null for never quiet.
     */
    quietHours: Type.Union([Type.Object({ from: Clock, to: Clock }, { additionalProperties: false }), Type.Null()]),
    /** Share of customers, 0 to 1, that get no marketing at all. */
    globalControl: Type.Number({ minimum: 0, maximum: 1 }),
  },
  { additionalProperties: false },
);
export type Limits = Static<typeof Limits>;
export const limitsFault = checkOf(Limits);

export const DEFAULT_LIMITS: Limits = {
  cap: { messages: 3, days: 7 },
  quietHours: { from: '21:00', to: '08:00' },
  globalControl: 0,
};

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * Returns when the quiet hours that hold at `now` end, UTC milliseconds; null when it is not quiet.
 * An unknown zone counts as the brand's.
 */
export function quietUntil(quiet: Limits['quietHours'], now: number, zone: string): number | null {
  if (!quiet || quiet.from === quiet.to) return null;
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)];
  const today = startOfDay(dayOf(now, zone), zone);
  const minute = Math.floor(localMinute(now, zone));
  const isQuiet = from < to ? minute >= from && minute < to : minute >= from || minute < to;
  if (!isQuiet) return null;
  const endsToday = minute < to;
  let end = atMinute(endsToday ? today : nextDay(now, zone), to, zone);
  // On the night of a change of the clocks the minute may not exist, or come twice: then the result
  // is the first minute after `now` that is not quiet.
  while (end <= now || localMinute(end, zone) < to) end += MINUTE_MS;
  // The change may leave out all of the time that is not quiet: then the next night has begun.
  return quietUntil(quiet, end, zone) ?? end;
}

export const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/**
 * Minutes as the clock shows them; on a day with a change of the clocks more or fewer have passed.
 */
function localMinute(instant: number, zone: string): number {
  const start = startOfDay(dayOf(instant, zone), zone);
  return (instant - start + shift(start, instant, zone)) / MINUTE_MS;
}

export function nextDay(instant: number, zone: string): number {
  const today = startOfDay(dayOf(instant, zone), zone);
  // 36 hours after a day's start lie within the next day, however long the day was.
  return startOfDay(dayOf(today + 1.5 * DAY_MS, zone), zone);
}

/** Returns the instant of a day (given by its start) at which the clock shows this minute. */
export function atMinute(start: number, minute: number, zone: string): number {
  const guess = start + minute * MINUTE_MS;
  return guess - shift(start, guess, zone);
}

/** Returns how far the clocks were put forward between two instants, in milliseconds. */
function shift(from: number, to: number, zone: string): number {
  return offsetAt(to, zone) - offsetAt(from, zone);
}
