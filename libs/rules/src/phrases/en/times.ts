// Windows and lengths of time in English.
import type { Duration, Within } from '../../language/time';
import { plural } from './plural';

export function during(within: Within | undefined): string {
  if (!within) return '';
  if ('unit' in within) return ` in the last ${length(within)}${place(within)}`;
  if ('this' in within) return ` ${within.this === 'day' ? 'today' : `this ${within.this}`}${place(within)}`;
  if ('last' in within) return ` ${within.last === 'day' ? 'yesterday' : `last ${within.last}`}${place(within)}`;
  return 'until' in within
    ? ` from ${within.since} to ${within.until}${place(within)}`
    : ` since ${within.since}${place(within)}`;
}

export function ending(within: Within | undefined): string {
  return within ? `, the last step${during(within)}` : '';
}

export function place({ zone }: { zone?: 'customer' }): string {
  return zone ? ' by their own clock' : '';
}

export function length({ amount, unit }: Duration): string {
  return plural(amount, unit.slice(0, -1));
}

export function distance(from: number, to: number): string {
  if (from === 0 && to === 0) return 'the day of';
  if (from === to) return `${plural(Math.abs(from), 'day')} ${from < 0 ? 'before' : 'after'}`;
  if (to <= 0) return `${-to} to ${plural(-from, 'day')} before`;
  if (from >= 0) return `${from} to ${plural(to, 'day')} after`;
  return `from ${plural(-from, 'day')} before until ${plural(to, 'day')} after`;
}
