// Values by name, each with the time and the touchpoint that it came from. The later value of a
// name wins, so joining is commutative, associative and idempotent. Pure.

/**
 * A value with the time and the turn of the touchpoint that stated it. The later value wins; of two
 * values of one instant the one with the later turn.
 */
export interface Said<T> {
  value: T;
  /** UTC milliseconds. */
  at: number;
  /** `turnOf` the touchpoint. Parts that an older version stored hold its id. */
  by: string;
}

export interface Words<T> {
  readonly [name: string]: Said<T>;
}

/**
 * Whether `a` replaces `b`. A total order: of two different values exactly one replaces the other.
 */
export type Wins<T> = (a: Said<T>, b: Said<T>) => boolean;

export function isLater(a: Pick<Said<unknown>, 'at' | 'by'>, b: Pick<Said<unknown>, 'at' | 'by'>): boolean {
  return a.at > b.at || (a.at === b.at && a.by > b.by);
}

export function later<T>(a: Said<T> | undefined, b: Said<T> | undefined): Said<T> | undefined {
  if (!a || !b) return a ?? b;
  return isLater(b, a) ? b : a;
}

/** Joins two tables of values; returns `a` itself when `b` has nothing later. */
export function joinWords<T>(a: Words<T>, b: Words<T>, wins: Wins<T> = isLater): Words<T> {
  let joined: Record<string, Said<T>> | undefined;
  for (const name of Object.keys(b)) {
    const word = b[name] as Said<T>;
    const known = wordOf(a, name);
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
export function latest<T>(words: Words<T>, most: number): Words<T> {
  const names = Object.keys(words);
  if (names.length <= most) return words;
  const kept = latestFirst(words, names).slice(0, most);
  return Object.fromEntries(kept.map((name) => [name, words[name] as Said<T>]));
}

export function latestFirst<T>(words: Words<T>, names = Object.keys(words)): string[] {
  return [...names].sort((a, b) => {
    const [one, other] = [words[a] as Said<T>, words[b] as Said<T>];
    if (one.at !== other.at) return other.at - one.at;
    if (one.by !== other.by) return one.by > other.by ? -1 : 1;
    return a > b ? -1 : 1;
  });
}

/** Looks up a name that comes from outside: `constructor` must not find inherited properties. */
export const wordOf = <T>(words: Words<T> | undefined, name: string): Said<T> | undefined =>
  words !== undefined && Object.hasOwn(words, name) ? words[name] : undefined;
