// Values by name, each with the time and the touchpoint that it came from. The later value of a
// name wins, so joining is commutative, associative and idempotent. Pure.

/**
 * A value with the time and the turn of the touchpoint that stated it. The later value wins; of two
 * values of one instant the one with the later turn.
 */
export interface LastWrite<T> {
  value: T;
  /** UTC milliseconds. */
  at: number;
  /** `turnOf` the touchpoint. Parts that an older version stored hold its id. */
  by: string;
}

export interface LastWrites<T> {
  readonly [name: string]: LastWrite<T>;
}

/**
 * Whether `a` replaces `b`. A total order: of two different values exactly one replaces the other.
 */
export type Wins<T> = (a: LastWrite<T>, b: LastWrite<T>) => boolean;

export function isLater(a: Pick<LastWrite<unknown>, 'at' | 'by'>, b: Pick<LastWrite<unknown>, 'at' | 'by'>): boolean {
  return a.at > b.at || (a.at === b.at && a.by > b.by);
}

export function later<T>(a: LastWrite<T> | undefined, b: LastWrite<T> | undefined): LastWrite<T> | undefined {
  if (!a || !b) return a ?? b;
  return isLater(b, a) ? b : a;
}

/** Joins two tables of values; returns `a` itself when `b` has nothing later. */
export function joinWrites<T>(a: LastWrites<T>, b: LastWrites<T>, wins: Wins<T> = isLater): LastWrites<T> {
  let joined: Record<string, LastWrite<T>> | undefined;
  for (const name of Object.keys(b)) {
    const word = b[name] as LastWrite<T>;
    const known = lastWriteOf(a, name);
    if (known && !wins(word, known)) continue;
    joined ??= { ...a };
    joined[name] = word;
  }
  return joined ?? a;
}

/**
 * Returns the `most` latest values by (at, by, name); the same object when there are no more. A
 * value is only ever replaced by a later one, so a value that is dropped once would be dropped from
 * the whole as well: the order of arrival does not matter.
 */
export function latest<T>(words: LastWrites<T>, most: number): LastWrites<T> {
  const names = Object.keys(words);
  if (names.length <= most) return words;
  const kept = latestFirst(words, names).slice(0, most);
  return Object.fromEntries(kept.map((name) => [name, words[name] as LastWrite<T>]));
}

export function latestFirst<T>(words: LastWrites<T>, names = Object.keys(words)): string[] {
  return [...names].sort((a, b) => {
    const [one, other] = [words[a] as LastWrite<T>, words[b] as LastWrite<T>];
    if (one.at !== other.at) return other.at - one.at;
    if (one.by !== other.by) return one.by > other.by ? -1 : 1;
    return a > b ? -1 : 1;
  });
}

/** Looks up a name that comes from outside: `constructor` must not find inherited properties. */
export const lastWriteOf = <T>(words: LastWrites<T> | undefined, name: string): LastWrite<T> | undefined =>
  words !== undefined && Object.hasOwn(words, name) ? words[name] : undefined;
