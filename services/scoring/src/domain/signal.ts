// What campaigns are told of a transition: all that a decision needs, so that they keep no copy of the profile. Pure.
import type { Signal } from '@segue/contracts';
import type { Rulebook } from './rulebook';
import { type Scored, type Transition, headFor } from './standing';

export interface Teller {
  version: number;
  scored: Pick<Scored, 'facts'>;
}

/** Signals of one customer's transitions. The head is worked out once for all of them. */
export function signalsOf(
  customer: string,
  transitions: readonly Transition[],
  teller: Teller,
  book: Rulebook,
): Signal[] {
  const head = headFor(teller.scored, book);
  const identities = [...teller.scored.facts.keys()].sort();
  return transitions.map((transition) => {
    const { id, number, ...rest } = transition;
    return {
      v: 1,
      ...rest,
      id: id ?? `${customer}:${number}`,
      number,
      customer,
      version: teller.version,
      identities,
      head,
    };
  });
}
