// What is kept of a customer's touchpoints for the rules: one part per identity, because an
// identity owns its touchpoints for ever. A customer's facts are the parts of its identities side
// by side, so a split only removes a part. Traits are not included: which of them hold depends on
// all identities together (see `Context.traits`). Plain JSON.
import { type NumberedTouchpoint, turnOf } from '@segue/contracts';
import { type Baskets, type Folding, NO_BASKETS, type WantedLines, foldBasket, prunedBaskets } from '@segue/orders';
import { canonical, shortHash } from '../language/canonical';
import { allFit, valueAt } from '../judges/comparison';
import type { Scalar } from '../language/language';
import { type EventNeed, type Needs, covers } from '../compile/needs';
import { EMPTY_SERIES, type Series, addAmount, amountOf, pruned } from './series';

export interface RuleFacts {
  /** Id of the needs for which it was kept: other needs may miss something here. */
  readonly needs: string;
  /** All touchpoints of the identity up to this number have been folded, */
  readonly reached: number;
  /** and these later ones, ascending; at most MAX_BEYOND runs. */
  readonly beyond: readonly Run[];
  /**
   * How many touchpoints up to `reached` never came, or came too late to be folded; absent: none.
   */
  readonly skipped?: number;
  /** The latest times of each pattern, latest first, UTC ms; as many as the needs keep. */
  readonly events: Kept<readonly number[]>;
  /** Absent where nothing of the kind is kept. */
  readonly series?: Kept<Series>;
  readonly distinct?: Kept<readonly Seen[]>;
  readonly visits?: Kept<readonly Visit[]>;
  readonly first?: Kept<Mark>;
  readonly last?: Kept<Mark>;
  /** Of the orders that name products, what rules want of these. */
  readonly baskets?: Baskets;
}

/**
 * Touchpoints with consecutive numbers: the number of a single one, else the first and the last.
 */
export type Run = number | readonly [first: number, last: number];
type Kept<T> = { readonly [key: string]: T };
/** A value and when it was seen last; latest first, then by the value's text. */
export type Seen = readonly [value: Scalar, at: number];
/**
 * A place where something was done, when, and the turn of the touchpoint; latest first, then by
 * turn and by the place's text.
 */
export type Visit = readonly [place: Scalar, at: number, by: string];
/** One touchpoint: when, its turn (`turnOf`), and whether it had what was asked. */
export type Mark = readonly [at: number, by: string, has: boolean];

/**
 * Maximum number of runs beyond the first gap in the numbers. Numbers arrive out of order where an
 * identity moves to another customer, whose messages are in another partition: that leaves a few
 * gaps, of any length. One gap more closes the first, whose touchpoints are then no longer folded.
 */
export const MAX_BEYOND = 1_000;
/** Maximum number of elements that count in a list property of one touchpoint. */
export const MAX_ELEMENTS = 200;
/** Longer values of properties are kept as a prefix and a hash. */
const MAX_VALUE_TEXT = 256;
const BEGINNING = 200;

/** By identity. */
export type Facts = { readonly [identity: string]: RuleFacts };

export function emptyFacts(): Facts {
  return {};
}

/** A part with nothing folded: the start of an identity, and of a rebuild from its history. */
export function emptyPart(needs: Needs): RuleFacts {
  return { needs: needs.id, reached: 0, beyond: [], events: {} };
}

/**
 * The facts after this touchpoint; the same object if it was folded before. In whatever order an
 * identity's touchpoints come and however often, the facts are the same in the end. With
 * `folding.drafts` the facts of earlier folds must not be read again.
 * @throws {Error} if the identity's part was kept for other needs: adopt or rebuild it first.
 */
export function fold(
  facts: Facts,
  touchpoint: NumberedTouchpoint,
  needs: Needs,
  folding?: Pick<Folding, 'drafts'>,
): Facts {
  const { identity, number } = touchpoint;
  const part = own(facts, identity) ?? emptyPart(needs);
  if (part.needs !== needs.id) throw new Error(`facts kept for needs ${part.needs} cannot be folded for ${needs.id}`);
  if (hasFolded(part, number)) return facts;
  return { ...facts, [identity]: foldPart(part, touchpoint, needs, folding) };
}

/** One identity's facts anew from its whole history. */
export function rebuild(identity: string, history: Iterable<NumberedTouchpoint>, needs: Needs): Facts {
  let facts: Facts = { [identity]: emptyPart(needs) };
  const folding = { drafts: new WeakSet() };
  for (const touchpoint of history) facts = fold(facts, touchpoint, needs, folding);
  return facts;
}

/**
 * Facts of several identities side by side. Commutative, associative and idempotent. Of two states
 * of one identity the one that has folded more is kept, whole: a part only ever grows, and two that
 * grew apart cannot be mixed, since a count does not say what it counted. What only the other had
 * folded is then not folded, and `hasFolded` says so: folded again it is counted once, and nothing
 * is counted twice.
 */
export function join(a: Facts, b: Facts): Facts {
  const joined: Record<string, RuleFacts> = { ...a };
  for (const [identity, part] of Object.entries(b)) {
    const other = own(joined, identity);
    joined[identity] = other && !isAhead(part, other) ? other : part;
  }
  return joined;
}

/**
 * Whether these facts can serve the needs as they are; `kept` are the needs under which parts were
 * kept, by id.
 */
export function canServe(facts: Facts, needs: Needs, kept: ReadonlyMap<string, Needs>): boolean {
  return Object.values(facts).every((part) => {
    if (part.needs === needs.id) return true;
    const had = kept.get(part.needs);
    return had !== undefined && covers(had, needs);
  });
}

/**
 * Facts that can serve new needs (see `canServe`) made theirs: what is no longer read is dropped.
 */
export function adopt(facts: Facts, needs: Needs): Facts {
  return Object.fromEntries(Object.entries(facts).map(([identity, part]) => [identity, adoptPart(part, needs)]));
}

/** Returns how many touchpoints were folded. */
export function foldedIn({ reached, beyond, skipped = 0 }: RuleFacts): number {
  return beyond.reduce<number>((sum, run) => sum + lastOf(run) - firstOf(run) + 1, reached - skipped);
}

export function hasFolded({ reached, beyond }: RuleFacts, number: number): boolean {
  return number <= reached || beyond.some((run) => firstOf(run) <= number && number <= lastOf(run));
}

export function own<T>(record: Kept<T> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Order of marks: by time, then by turn. */
export function isLaterMark([at, by]: Mark, [otherAt, otherBy]: Mark): boolean {
  return at !== otherAt ? at > otherAt : by > otherBy;
}

function isAhead(a: RuleFacts, b: RuleFacts): boolean {
  const more = foldedIn(a) - foldedIn(b);
  if (more !== 0) return more > 0;
  // Equal counts are equal parts unless the gaps or the needs differ: then any order will do that
  // does not hang on how a part was stored.
  return canonical(a) > canonical(b);
}

function foldPart(
  part: RuleFacts,
  touchpoint: NumberedTouchpoint,
  needs: Needs,
  folding?: Pick<Folding, 'drafts'>,
): RuleFacts {
  const next: Draft = { ...part, ...withNumber(part, touchpoint.number) };
  for (const need of own(needs.events, touchpoint.event) ?? []) {
    if (allFit(need.where, touchpoint.properties)) keep(next, part, need, touchpoint);
  }
  if (needs.lines) keepLines(next, touchpoint, needs.lines, folding);
  return next;
}

type Draft = { -readonly [K in keyof RuleFacts]: RuleFacts[K] };

function withNumber(part: RuleFacts, number: number): Pick<RuleFacts, 'reached' | 'beyond' | 'skipped'> {
  const { reached, beyond } = part;
  if (number === reached + 1) return closed(number, beyond);
  const later = withRun(beyond, number);
  if (later.length <= MAX_BEYOND) return { reached, beyond: later };
  const [first, ...rest] = later as [Run, ...Run[]];
  return { skipped: (part.skipped ?? 0) + firstOf(first) - reached - 1, ...closed(lastOf(first), rest) };
}

const firstOf = (run: Run) => (typeof run === 'number' ? run : run[0]);
const lastOf = (run: Run) => (typeof run === 'number' ? run : run[1]);

/** Adds a number that is in none of the runs; it may join its neighbours. */
function withRun(runs: readonly Run[], number: number): readonly Run[] {
  let place = runs.length;
  while (place > 0 && firstOf(runs[place - 1] as Run) > number) place--;
  const [before, after] = [runs[place - 1], runs[place]];
  const joinsBefore = before !== undefined && lastOf(before) === number - 1;
  const joinsAfter = after !== undefined && firstOf(after) === number + 1;
  const [first, last] = [joinsBefore ? firstOf(before) : number, joinsAfter ? lastOf(after) : number];
  const run: Run = first === last ? number : [first, last];
  return [...runs.slice(0, joinsBefore ? place - 1 : place), run, ...runs.slice(joinsAfter ? place + 1 : place)];
}

/** Advances `reached` over the runs that follow it without a gap. */
function closed(reached: number, beyond: readonly Run[]): Pick<RuleFacts, 'reached' | 'beyond'> {
  let end = reached;
  let count = 0;
  for (; count < beyond.length && firstOf(beyond[count] as Run) === end + 1; count++)
    end = lastOf(beyond[count] as Run);
  return { reached: end, beyond: count > 0 ? beyond.slice(count) : beyond };
}

function keep(next: Draft, { first, last }: RuleFacts, need: EventNeed, touchpoint: NumberedTouchpoint): void {
  const { key } = need;
  const { occurredAt: at, properties } = touchpoint;
  switch (need.as) {
    case 'times':
      next.events = withKey(next.events, key, withTime(own(next.events, key) ?? [], at, need.keep));
      return;
    case 'series': {
      const amount = need.property === undefined ? 0 : amountOf(valueAt(properties, need.property));
      if (amount === null) return;
      next.series = withKey(next.series, key, addAmount(own(next.series, key) ?? EMPTY_SERIES, at, amount, need.reach));
      return;
    }
    case 'distinct': {
      const seen = scalarsIn(valueAt(properties, need.property));
      next.distinct = withKey(next.distinct, key, withSeen(own(next.distinct, key) ?? [], seen, at, need.keep));
      return;
    }
    case 'visits': {
      const places = scalarsIn(valueAt(properties, need.property));
      const visits = places.map((place): Visit => [place, at, turnOf(touchpoint)]);
      next.visits = withKey(next.visits, key, latestVisits([...(own(next.visits, key) ?? []), ...visits], need.keep));
      return;
    }
    case 'first':
    case 'last': {
      const mark: Mark = [at, turnOf(touchpoint), allFit(need.has, properties)];
      const before = own(need.as === 'first' ? first : last, key);
      if (before && isLaterMark(before, mark) === (need.as === 'last')) return;
      next[need.as] = withKey(next[need.as], key, mark);
    }
  }
}

function keepLines(
  next: Draft,
  touchpoint: NumberedTouchpoint,
  lines: WantedLines,
  folding?: Pick<Folding, 'drafts'>,
): void {
  const before = next.baskets ?? NO_BASKETS;
  const baskets = foldBasket(before, touchpoint, lines, folding);
  if (baskets !== before) next.baskets = baskets;
}

function withKey<T>(record: Kept<T> | undefined, key: string, value: T): Kept<T> {
  return { ...record, [key]: value };
}

function withTime(latestFirst: readonly number[], at: number, keep: number): readonly number[] {
  let place = latestFirst.length;
  while (place > 0 && (latestFirst[place - 1] as number) < at) place--;
  if (place >= keep) return latestFirst;
  const next = [...latestFirst.slice(0, place), at, ...latestFirst.slice(place)];
  return next.length > keep ? next.slice(0, keep) : next;
}

function scalarsIn(value: unknown): Scalar[] {
  const values: unknown[] = Array.isArray(value) ? value.slice(0, MAX_ELEMENTS) : [value];
  return values.filter((one): one is Scalar => ['string', 'number', 'boolean'].includes(typeof one)).map(shortened);
}

/** Returns a short form of a value that still distinguishes it from others. */
export function shortened(value: Scalar): Scalar {
  if (typeof value !== 'string' || value.length <= MAX_VALUE_TEXT) return value;
  return `${value.slice(0, BEGINNING)}…${shortHash(value)}`;
}

function withSeen(seen: readonly Seen[], values: readonly Scalar[], at: number, keep: number): readonly Seen[] {
  return latestSeen([...seen, ...values.map((value): Seen => [value, at])]).slice(0, keep);
}

/** Each value once, with its latest time; latest first. */
export function latestSeen(seen: readonly Seen[]): Seen[] {
  const latest = new Map<Scalar, number>();
  for (const [value, at] of seen) latest.set(value, Math.max(at, latest.get(value) ?? -Infinity));
  return [...latest].sort(([a, atA], [b, atB]) => atB - atA || (spelled(a) < spelled(b) ? -1 : 1));
}

/** The `keep` latest, in one order whatever order they came in. */
export function latestVisits(visits: readonly Visit[], keep: number): Visit[] {
  return [...visits].sort(byLatestVisit).slice(0, keep);
}

function byLatestVisit([place, at, by]: Visit, [otherPlace, otherAt, otherBy]: Visit): number {
  if (at !== otherAt) return otherAt - at;
  if (by !== otherBy) return by > otherBy ? -1 : 1;
  return spelled(place) < spelled(otherPlace) ? -1 : 1;
}

/** The text "1" and the number 1 are two values. */
function spelled(value: Scalar): string {
  return `${typeof value} ${value}`;
}

function adoptPart(part: RuleFacts, needs: Needs): RuleFacts {
  const wanted = Object.values(needs.events).flat();
  const { reached, beyond, skipped } = part;
  const numbers = { reached, beyond, ...(skipped !== undefined && { skipped }) };
  const adopted: Draft = { needs: needs.id, ...numbers, events: {} };
  for (const need of wanted) carryOver(adopted, part, need);
  if (needs.lines && part.baskets) adopted.baskets = prunedBaskets(part.baskets, needs.lines);
  return adopted;
}

function carryOver(to: Draft, from: RuleFacts, need: EventNeed): void {
  const { key } = need;
  switch (need.as) {
    case 'times':
      return carry(own(from.events, key), (times) => (to.events = withKey(to.events, key, times.slice(0, need.keep))));
    case 'series':
      return carry(
        own(from.series, key),
        (series) => (to.series = withKey(to.series, key, pruned(series, need.reach))),
      );
    case 'distinct':
      return carry(
        own(from.distinct, key),
        (seen) => (to.distinct = withKey(to.distinct, key, seen.slice(0, need.keep))),
      );
    case 'visits':
      return carry(
        own(from.visits, key),
        (visits) => (to.visits = withKey(to.visits, key, visits.slice(0, need.keep))),
      );
    default:
      return carry(own(from[need.as], key), (mark) => (to[need.as] = withKey(to[need.as], key, mark)));
  }
}

function carry<T>(value: T | undefined, to: (value: T) => void): void {
  if (value !== undefined) to(value);
}
