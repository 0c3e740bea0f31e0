// Facts that were kept for older needs, reduced to what the present needs read.
import { prunedBaskets } from '@segue/orders';
import { covers } from '../needs/covers';
import type { EventNeed, Needs } from '../needs/needs';
import type { Draft, Facts, RuleFacts } from './facts';
import { own, withKey } from './kept';
import { pruned } from './series';

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

/** Converts facts that can serve new needs (see `canServe`): what is no longer read is dropped. */
export function adopt(facts: Facts, needs: Needs): Facts {
  return Object.fromEntries(Object.entries(facts).map(([identity, part]) => [identity, adoptOne(part, needs)]));
}

function adoptOne(part: RuleFacts, needs: Needs): RuleFacts {
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
