// Days as people and systems write them in an order file. Pure.
import { dayOf } from '@segue/valuation';
import { Unreadable } from './fields';

const DATE = String.raw`(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d\d)(\d\d)(?!\d))`;
const DAY = new RegExp(String.raw`^${DATE}(?:[T ]+(\S.*))?$`, 's');
const TIME = /^(\d\d?:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)$/i;
export const EARLIEST = '1970-01-02';

/**
 * Returns the day, `YYYY-MM-DD`, of `2024-03-05`, `2024/3/5`, `2024.03.05`, `20240305` or
 * `2024年3月5日`. A time with an offset falls on its day in `zone`; without one the day is as written.
 * @param today the latest day that an order can have.
 * @throws {Unreadable}
 */
export function dayIn(field: string, zone: string, today: string): string {
  if (field === '') throw new Unreadable('is missing');
  const found = DAY.exec(field);
  if (!found) throw new Unreadable('must be a day such as 2024-03-10');
  const [, year = '', , m1, d1, m2, d2, m3, d3, rest = ''] = found;
  const [month, date] = [m1 ?? m2 ?? m3 ?? '', d1 ?? d2 ?? d3 ?? ''];
  const written = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  if (!isDay(written)) throw new Unreadable('is not a valid date');
  const day = rest === '' ? written : dayAt(written, rest, zone);
  if (day < EARLIEST || day > today) throw new Unreadable(`must be from ${EARLIEST} to today`);
  return day;
}

function isDay(day: string): boolean {
  const instant = Date.parse(day);
  return !Number.isNaN(instant) && new Date(instant).toISOString().slice(0, 10) === day;
}

function dayAt(day: string, rest: string, zone: string): string {
  const [, time, offset] = TIME.exec(rest) ?? [];
  if (time === undefined || offset === undefined) return day;
  const digits = /^[+-]/.test(offset) ? offset.replace(':', '').padEnd(5, '0') : '+0000';
  const instant = Date.parse(`${day}T${time.replace(/^\d:/, '0$&')}${digits.slice(0, 3)}:${digits.slice(3)}`);
  if (Number.isNaN(instant)) throw new Unreadable('has a time that no day has');
  return dayOf(instant, zone);
}
