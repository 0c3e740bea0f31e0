// Withdrawals by address: whether anybody whose address it is has withdrawn a consent for it. Pure.
import type { ConsentChanged, ConsentState } from '@segue/contracts';
import type { Part } from './part';
import { wordOf } from './words';

/** What one identity says of consents, with whether a grant may end a withdrawal of others. */
export type Speaker = Pick<ConsentChanged, 'consents'> & { lifts: readonly string[] };

/**
 * Returns the consents (`channel/purpose`) whose grant here ends an earlier withdrawal by somebody
 * else with the same address: those that a server source states of a person. A public source, which
 * anybody can use, ends only the withdrawals of the identity that it speaks for.
 */
export function liftsOf(part: Part, state: ConsentState): string[] {
  return Object.keys(state).filter((key) => state[key]?.granted === true && wordOf(part.consents, key)?.value === true);
}

/**
 * Whether a consent is withdrawn for an address, given what everybody says whose address it is: by
 * the last of them, and of a grant and a withdrawal at one instant by the withdrawal. Nobody's
 * statement is not a withdrawal.
 */
export function isWithdrawnAt(speakers: readonly Speaker[], key: string): boolean {
  const last = { granted: -Infinity, withdrawn: -Infinity };
  for (const { consents, lifts } of speakers) {
    const said = Object.hasOwn(consents, key) ? consents[key] : undefined;
    if (said && !said.granted) last.withdrawn = Math.max(last.withdrawn, said.at);
    else if (said && lifts.includes(key)) last.granted = Math.max(last.granted, said.at);
  }
  return last.withdrawn > -Infinity && last.withdrawn >= last.granted;
}
