// Withdrawals voided by an admin: all those of one public source recorded in a period, for example
// while its key was misused. The statements stay in the part; they are ignored where the state of a
// consent is decided. Pure.
import type { Touchpoint } from '@segue/contracts';
import type { Claims } from './claims';
import { type LastWrite, type LastWrites, isLater, joinWrites, lastWriteOf } from './last-writes';

/**
 * A period in which withdrawals of `source` do not hold: those recorded from `from` up to, not
 * including, `until` (UTC milliseconds).
 */
export interface Void {
  source: string;
  from: number;
  until: number;
  /**
   * The latest withdrawals of that source outside the period, by consent. A part keeps only the
   * latest of all, which may be a voided one. Values are the instants at which they were recorded.
   */
  withdrawn: LastWrites<number>;
}

export interface Voids {
  readonly [key: string]: Void;
}

export const VOID_EVENT = 'Withdrawals Voided';
/**
 * The source of touchpoints that Segue itself writes. Source ids of ingestion are `server` or
 * `src_…`, so none is equal.
 */
export const OWN_SOURCE = 'segue';

type VoidEvent = Pick<Touchpoint, 'type' | 'event' | 'source' | 'trust'>;

/**
 * Whether Segue itself wrote the void: ingestion sets `trust` on everything that comes from
 * outside.
 */
export const isVoid = ({ type, event, source, trust }: VoidEvent): boolean =>
  event === VOID_EVENT && type === 'track' && source === OWN_SOURCE && trust === undefined;

export const voidKeyOf = ({ source, from, until }: Omit<Void, 'withdrawn'>) => `${source}/${from}/${until}`;

export function joinVoids(a: Voids, b: Voids, most: number): Voids {
  const joined: Record<string, Void> = { ...a };
  for (const [key, one] of Object.entries(b)) {
    const known = joined[key];
    joined[key] = known ? { ...known, withdrawn: joinWrites(known.withdrawn, one.withdrawn) } : one;
  }
  const last = Object.keys(joined).sort((x, y) => untilOf(joined, y) - untilOf(joined, x) || (x > y ? -1 : 1));
  return Object.fromEntries(last.slice(0, most).map((key) => [key, joined[key] as Void]));
}

const untilOf = (voids: Voids, key: string) => voids[key]?.until ?? 0;

/** Whether a withdrawal of `source` recorded at that instant is voided. */
export function isVoided(voids: Voids | undefined, source: string, recordedAt: number): boolean {
  if (!voids) return false;
  return Object.values(voids).some((one) => one.source === source && one.from <= recordedAt && recordedAt < one.until);
}

/** Returns the latest withdrawal of `source` that is not voided. */
export function standing(
  { claims, voids }: { claims?: Claims; voids?: Voids },
  source: string,
  key: string,
): LastWrite<number> | undefined {
  const last = lastWriteOf(claims?.[source]?.withdrawn, key);
  if (!last || !isVoided(voids, source, last.value)) return last;
  return Object.values(voids ?? {})
    .filter((one) => one.source === source)
    .flatMap(({ withdrawn }) => lastWriteOf(withdrawn, key) ?? [])
    .filter(({ value }) => !isVoided(voids, source, value))
    .reduce<LastWrite<number> | undefined>((best, one) => (!best || isLater(one, best) ? one : best), undefined);
}
