// Leaves about places: stores, regions, trade areas, whatever a property of the touchpoint names.
import { type Visit, shortened } from '../facts/kept';
import { FOREVER, firstIndex, leavesAt } from '../facts/windows';
import type { PlaceLeaf } from '../language/leaves';
import type { Scalar } from '../language/shapes';
import { seriesKey } from '../needs/keys';
import { visitsKept, visitsOf } from '../needs/leaf-needs';
import type { LeafJudge } from './judge';
import { timesJudge } from './times';
import type { View } from './view';

export function placeJudge(leaf: PlaceLeaf): LeafJudge {
  if (leaf.visit !== 'any') return usualJudge(leaf);
  const event = { kind: 'event' as const, ...visitsOf(leaf), times: { atLeast: 1 }, within: leaf.within };
  return { ...timesJudge(event), leaf };
}

/** The last place is the usual one of a single visit. */
function usualJudge(leaf: PlaceLeaf): LeafJudge {
  const { within } = leaf;
  const [key, keep] = [seriesKey(leaf, leaf.property), visitsKept(leaf)];
  const wanted = new Set(leaf.in.map(shortened));
  const isWanted = (visits: readonly Visit[]) => {
    const usual = usualOf(visits);
    return usual !== null && wanted.has(usual.place);
  };
  const leaving = (view: View, [, at]: Visit) => leavesAt(at, within, view.zoneOf(within));
  /**
   * The latest visits leave the window last: those within it at an instant are a prefix of the
   * list.
   */
  const leftOf = (view: View, visits: readonly Visit[], at: number) =>
    visits.slice(
      0,
      firstIndex(0, visits.length, (index) => leaving(view, visits[index] as Visit) <= at),
    );
  return {
    leaf,
    holds: (view, at) => isWanted(leftOf(view, view.visits(key, keep), at)),
    changesAfter: (view, at) => {
      let present = leftOf(view, view.visits(key, keep), at);
      const now = isWanted(present);
      for (let last = present.at(-1); last; last = present.at(-1)) {
        const rest = present.slice(0, -1);
        // The instant at which a visit leaves is computed only where it would change the answer;
        // others may leave at the same instant.
        if (isWanted(rest) === now) present = rest;
        else {
          const turn = leaving(view, last);
          if (turn === FOREVER) return null;
          present = leftOf(view, rest, turn);
          if (isWanted(present) !== now) return turn;
        }
      }
      return null;
    },
    value: (view, at) => usualOf(leftOf(view, view.visits(key, keep), at)),
  };
}

interface Usual {
  readonly place: Scalar;
  /** Returns how many of how many visits were there, and the latest of them. */
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
