// Dates of shop systems in the form that `day-field.ts` reads: `2024-03-05 10:22:11+01:00`. Pure.
import { offsetAt } from '@segue/valuation';
import { zoneNamed } from './zones';

export interface Written {
  date: string;
  /** Time of day, if it is in a field of its own. */
  time: string;
  /** Name of the zone; '' if none is known. */
  zone: string;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const SLASHED = /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d\d)(?!\d)\s*(.*)$/s;
const NAMED = /^([A-Za-z]{3})[a-z]*\.? (\d{1,2}), (\d{4}),?\s*(.*)$/s;
const DAY_AND_TIME = /^(\d{4}-\d\d-\d\d)[T ]+(\d\d?):(\d\d)(?::(\d\d))?$/;
const HALF_DAY = /^(\d\d?)(:\d\d(?::\d\d)?)\s*([AP])M$/i;

/**
 * Returns the date with its time, and with the offset of its zone if that is known; as written if
 * it has another form, which the reader of days then reads or refuses.
 */
export function dated({ date, time, zone }: Written, isMonthFirst: boolean): string {
  const day = isoDate(date, isMonthFirst);
  return withOffset(time === '' ? day : `${day} ${timeIn24(time)}`, zone);
}

function isoDate(date: string, isMonthFirst: boolean): string {
  const [, month, day, year, rest = ''] = (isMonthFirst ? SLASHED.exec(date) : null) ?? [];
  if (month && day && year) return iso(year.padStart(4, '20'), month, day, rest);
  const [, name = '', dayOfMonth, ofYear, after = ''] = NAMED.exec(date) ?? [];
  const place = MONTHS.indexOf(name.toLowerCase());
  return place >= 0 && dayOfMonth && ofYear ? iso(ofYear, String(place + 1), dayOfMonth, after) : date;
}

const iso = (year: string, month: string, day: string, rest: string): string =>
  `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')} ${timeIn24(rest)}`.trim();

/** Returns `10:22:11 PM` as `22:22:11`. */
function timeIn24(time: string): string {
  const [, hour, rest, half = ''] = HALF_DAY.exec(time) ?? [];
  if (hour === undefined) return time;
  const hours = (Number(hour) % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
  return `${String(hours).padStart(2, '0')}${rest}`;
}

function withOffset(text: string, zoneName: string): string {
  const zone = zoneNamed(zoneName);
  const [, day, hour = '', minute = '', second = '00'] = DAY_AND_TIME.exec(text) ?? [];
  if (zone === null || day === undefined) return text;
  const local = Date.parse(`${day}T${hour.padStart(2, '0')}:${minute}:${second}Z`);
  if (Number.isNaN(local)) return text;
  const minutes = Math.round(offsetAt(local - offsetAt(local, zone), zone) / MINUTE_MS);
  const two = (number: number) => String(Math.trunc(number)).padStart(2, '0');
  return `${text}${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}

const MINUTE_MS = 60_000;
