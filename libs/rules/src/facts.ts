// What is kept of a customer for the rules: one part per identity, because an identity owns its touchpoints for ever; a customer's facts are
// the parts of its identities side by side, so that a split takes a part away and nothing need be undone. Plain JSON.
import type { NumberedTouchpoint } from '@segue/contracts';
import { allFit, valueAt } from './comparison';
import { type EventNeed, type Needs, covers } from './needs';

export interface Part {
  /** Id of the needs for which it was kept: other needs may miss something here. */
  readonly needs: string;
  /** All touchpoints of the identity up to this number have been folded, */
  readonly reached: number;
  /** and these later ones, ascending. */
  readonly beyond: readonly number[];
  /** The last word on each trait, by event time, then by touchpoint id. */
  readonly traits: { readonly [path: string]: TraitWord };
  /** The latest times of each pattern, latest first, UTC ms; as many as the needs keep. */
  readonly events: { readonly [key: string]: readonly number[] };
}

export type TraitWord = readonly [value: unknown, at: number, by: string];

/** By identity. */
export type Facts = { readonly [identity: string]: Part };

export function emptyFacts(): Facts {
  return {};
}

/** A part with nothing folded: the start of an identity, and of a rebuild from its history. */
export function emptyPart(needs: Needs): Part {
  return { needs: needs.id, reached: 0, beyond: [], traits: {}, events: {} };
}

/**
 * The facts after this touchpoint; the same object if it was folded before. In whatever order an identity's touchpoints come and however often,
 * the facts are the same in the end.
 * @throws {Error} if the identity's part was kept for other needs: adopt or rebuild it first.
 */
export function fold(facts: Facts, touchpoint: NumberedTouchpoint, needs: Needs): Facts {
  const { identity, number } = touchpoint;
  const part = Object.hasOwn(facts, identity) ? (facts[identity] as Part) : emptyPart(needs);
  if (part.needs !== needs.id) throw new Error(`facts kept for needs ${part.needs} cannot be folded for ${needs.id}`);
  if (hasFolded(part, number)) return facts;
  return { ...facts, [identity]: foldPart(part, touchpoint, needs) };
}

/** One identity's facts anew from its whole history. */
export function rebuild(identity: string, history: Iterable<NumberedTouchpoint>, needs: Needs): Facts {
  let facts: Facts = { [identity]: emptyPart(needs) };
  for (const touchpoint of history) facts = fold(facts, touchpoint, needs);
  return facts;
}

/**
 * Facts of several identities side by side. Commutative, associative and idempotent; of two states of one identity the one that has
 * folded more is kept, since a part only ever grows.
 */
export function join(a: Facts, b: Facts): Facts {
  const joined: Record<string, Part> = { ...a };
  for (const [identity, part] of Object.entries(b)) {
    const other = Object.hasOwn(joined, identity) ? joined[identity] : undefined;
    joined[identity] = other && !isAhead(part, other) ? other : part;
  }
  return joined;
}

/** Whether these facts can serve the needs as they are; `kept` are the needs under which parts were kept, by id. */
export function canServe(facts: Facts, needs: Needs, kept: ReadonlyMap<string, Needs>): boolean {
  return Object.values(facts).every((part) => {
    if (part.needs === needs.id) return true;
    const had = kept.get(part.needs);
    return had !== undefined && covers(had, needs);
  });
}

/** Facts that can serve new needs (see `canServe`) made theirs: what is no longer read is dropped. */
export function adopt(facts: Facts, needs: Needs): Facts {
  return Object.fromEntries(Object.entries(facts).map(([identity, part]) => [identity, adoptPart(part, needs)]));
}

export function hasFolded({ reached, beyond }: Part, number: number): boolean {
  return number <= reached || beyond.includes(number);
}

function isAhead(a: Part, b: Part): boolean {
  const more = a.reached + a.beyond.length - (b.reached + b.beyond.length);
  if (more !== 0) return more > 0;
  // Equal counts are equal parts unless the needs differ: then any fixed order will do, so long as it is one.
  return JSON.stringify(a) > JSON.stringify(b);
}

function foldPart(part: Part, touchpoint: NumberedTouchpoint, needs: Needs): Part {
  return {
    needs: part.needs,
    ...withNumber(part, touchpoint.number),
    traits: touchpoint.type === 'identify' ? foldTraits(part.traits, touchpoint, needs.traits) : part.traits,
    events: foldEvents(part.events, touchpoint, needs),
  };
}

function withNumber({ reached, beyond }: Part, number: number): Pick<Part, 'reached' | 'beyond'> {
  if (number > reached + 1) return { reached, beyond: [...beyond, number].sort((a, b) => a - b) };
  let next = number;
  let closed = 0;
  while (beyond[closed] === next + 1) {
    next++;
    closed++;
  }
  return { reached: next, beyond: closed > 0 ? beyond.slice(closed) : beyond };
}

/** A word on the object at the first step of a path is a word on the path: an address without a city leaves the city unknown. */
function foldTraits(traits: Part['traits'], touchpoint: NumberedTouchpoint, paths: readonly string[]): Part['traits'] {
  let next: Record<string, TraitWord> | null = null;
  for (const path of paths) {
    if (!Object.hasOwn(touchpoint.properties, rootOf(path))) continue;
    const word: TraitWord = [valueAt(touchpoint.properties, path), touchpoint.occurredAt, touchpoint.id];
    const before = Object.hasOwn(traits, path) ? traits[path] : undefined;
    if (before && !isLater(word, before)) continue;
    next ??= { ...traits };
    next[path] = word;
  }
  return next ?? traits;
}

function rootOf(path: string): string {
  const dot = path.indexOf('.');
  return dot < 0 ? path : path.slice(0, dot);
}

/** Which of two words on a trait is the last: by event time, then by touchpoint id, then by the value's own text. */
export function isLater([value, at, by]: TraitWord, [otherValue, otherAt, otherBy]: TraitWord): boolean {
  if (at !== otherAt) return at > otherAt;
  if (by !== otherBy) return by > otherBy;
  return JSON.stringify(value) > JSON.stringify(otherValue);
}

function foldEvents(events: Part['events'], touchpoint: NumberedTouchpoint, needs: Needs): Part['events'] {
  const wanted = Object.hasOwn(needs.events, touchpoint.event) ? needs.events[touchpoint.event] : undefined;
  let next: Record<string, readonly number[]> | null = null;
  for (const need of wanted ?? []) {
    if (!allFit(need.where, touchpoint.properties)) continue;
    next ??= { ...events };
    next[need.key] = withTime(ownTimes(events, need.key), touchpoint.occurredAt, need.keep);
  }
  return next ?? events;
}

function withTime(latestFirst: readonly number[], at: number, keep: number): readonly number[] {
  let place = latestFirst.length;
  while (place > 0 && (latestFirst[place - 1] as number) < at) place--;
  if (place >= keep) return latestFirst;
  const next = [...latestFirst.slice(0, place), at, ...latestFirst.slice(place)];
  return next.length > keep ? next.slice(0, keep) : next;
}

const NEVER: readonly number[] = [];

export function ownTimes(events: Part['events'], key: string): readonly number[] {
  return Object.hasOwn(events, key) ? (events[key] as readonly number[]) : NEVER;
}

function adoptPart(part: Part, needs: Needs): Part {
  const keep = new Map(
    Object.values(needs.events).flatMap((wanted: readonly EventNeed[]) => wanted.map((need) => [need.key, need.keep])),
  );
  const traits = Object.entries(part.traits).filter(([path]) => needs.traits.includes(path));
  const events = Object.entries(part.events)
    .filter(([key]) => keep.has(key))
    .map(([key, times]) => [key, times.slice(0, keep.get(key))]);
  return { ...part, needs: needs.id, traits: Object.fromEntries(traits), events: Object.fromEntries(events) };
}
