// Leaves about places: stores, regions, trade areas, whatever a property of the touchpoint names.
import type { PlaceLeaf, Scalar } from '../language';
import type { Visit } from '../facts';
import { seriesKey, visitsKept, visitsOf } from '../needs';
import type { View } from '../view';
import { leavesAt } from '../windows';
import type { LeafJudge } from './judge';
import { timesJudge } from './touchpoints';

export function placeJudge(leaf: PlaceLeaf): LeafJudge {
  if (leaf.visit !== 'any') return usualJudge(leaf);
  const event = { kind: 'event' as const, ...visitsOf(leaf), times: { atLeast: 1 }, within: leaf.within };
  return { ...timesJudge(event), leaf };
}

/** The last place is the usual one of a single visit. */
function usualJudge(leaf: PlaceLeaf): LeafJudge {
  const { within } = leaf;
  const [key, keep] = [seriesKey(leaf, leaf.property), visitsKept(leaf)];
  const leaving = (view: View, [, at]: Visit) => leavesAt(at, within, view.zoneOf(within));
  const usualAt = (view: View, at: number) =>
    usualOf(view.visits(key, keep).filter((visit) => leaving(view, visit) > at));
  const holds = (view: View, at: number) => {
    const usual = usualAt(view, at);
    return usual !== null && leaf.in.includes(usual.place);
  };
  return {
    leaf,
    holds,
    changesAfter: (view, at) => {
      const now = holds(view, at);
      // The earlier visits leave first.
      const turns = view.visits(key, keep).map((visit) => leaving(view, visit));
      return turns.findLast((turn) => turn > at && turn < Infinity && holds(view, turn) !== now) ?? null;
    },
    value: usualAt,
  };
}

interface Usual {
  readonly place: Scalar;
  /** Of so many visits so many were there, the latest of them then. */
  readonly visits: number;
  readonly times: number;
  readonly latest: number;
}

/** @param visits latest first. */
function usualOf(visits: readonly Visit[]): Usual | null {
  const places = new Map<Scalar, Usual>();
  for (const [place, at] of visits) {
    const { times = 0, latest = at } = places.get(place) ?? {};
    places.set(place, { place, visits: visits.length, times: times + 1, latest });
  }
  let usual: Usual | null = null;
  for (const one of places.values()) if (!usual || one.times > usual.times) usual = one;
  return usual;
}
