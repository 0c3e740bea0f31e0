// Withdrawals that an admin took back: all of one public source that were recorded in a period, for
// example while its key was misused. The words stay in the part; they are left out where the state
// of a consent is decided. Pure.
import type { Touchpoint } from '@segue/contracts';
import type { Part } from './part';
import { type Said, type Words, isLater, joinWords, wordOf } from './words';

/**
 * Withdrawals of `source` recorded from `from` up to, not including, `until` (UTC milliseconds) do
 * not hold.
 */
export interface Void {
  source: string;
  from: number;
  until: number;
  /**
   * The last withdrawals of that source outside the period, by consent. A part keeps only the last
   * of all, which may be one that was taken back; values are the instants at which they were
   * recorded.
   */
  withdrawn: Words<number>;
}

export interface Voids {
  readonly [key: string]: Void;
}

export const VOID_EVENT = 'Withdrawals Voided';
/**
 * The source of what Segue itself writes. No source of ingestion can have it: those are `server` or
 * `src_…`.
 */
export const OWN_SOURCE = 'segue';

type VoidEvent = Pick<Touchpoint, 'type' | 'event' | 'source' | 'trust'>;

/** Only Segue's own word: ingestion stamps `trust` on everything that comes from outside. */
export const isVoid = ({ type, event, source, trust }: VoidEvent): boolean =>
  event === VOID_EVENT && type === 'track' && source === OWN_SOURCE && trust === undefined;

export const voidKeyOf = ({ source, from, until }: Omit<Void, 'withdrawn'>) => `${source}/${from}/${until}`;

export function joinVoids(a: Voids, b: Voids, most: number): Voids {
  const joined: Record<string, Void> = { ...a };
  for (const [key, one] of Object.entries(b)) {
    const known = joined[key];
    joined[key] = known ? { ...known, withdrawn: joinWords(known.withdrawn, one.withdrawn) } : one;
  }
  const last = Object.keys(joined).sort((x, y) => untilOf(joined, y) - untilOf(joined, x) || (x > y ? -1 : 1));
  return Object.fromEntries(last.slice(0, most).map((key) => [key, joined[key] as Void]));
}

const untilOf = (voids: Voids, key: string) => voids[key]?.until ?? 0;

/** Whether a withdrawal of `source` that was recorded then is taken back. */
export function isVoided(voids: Voids | undefined, source: string, recordedAt: number): boolean {
  if (!voids) return false;
  return Object.values(voids).some((one) => one.source === source && one.from <= recordedAt && recordedAt < one.until);
}

/** The last withdrawal of `source` that is not taken back. */
export function standing({ claims, voids }: Part, source: string, key: string): Said<number> | undefined {
  const last = wordOf(claims?.[source]?.withdrawn, key);
  if (!last || !isVoided(voids, source, last.value)) return last;
  return Object.values(voids ?? {})
    .filter((one) => one.source === source)
    .flatMap(({ withdrawn }) => wordOf(withdrawn, key) ?? [])
    .filter(({ value }) => !isVoided(voids, source, value))
    .reduce<Said<number> | undefined>((best, one) => (!best || isLater(one, best) ? one : best), undefined);
}
