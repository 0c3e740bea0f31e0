// The signal of a transition: all that a decision needs, so that campaigns keep no copy of the
// profile. Pure.
import type { Signal } from '@segue/contracts';
import type { PendingTransition } from '../../score/domain/transition';

/** The customer of a signal, or the one that it was merged into. */
export interface SignalSubject {
  version: number;
  standing: { readonly identities: readonly string[] };
}

/**
 * Signals of one customer's transitions. The identities are the present ones: a withdrawal under
 * any of them must be seen.
 */
export function signalsOf(
  customer: string,
  transitions: readonly PendingTransition[],
  { version, standing }: SignalSubject,
): Signal[] {
  const identities = [...standing.identities];
  return transitions.map(({ id, number, standing: summary, ...rest }) => ({
    v: 1,
    ...rest,
    id: id ?? `${customer}:${number}`,
    number,
    customer,
    version,
    identities,
    standing: summary,
  }));
}
