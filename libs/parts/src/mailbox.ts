// Withdrawals by address: whether any identity with the address has withdrawn a consent. Pure.
import type { ConsentChanged, ConsentState } from '@segue/contracts';
import type { Part } from './part-state';
import { lastWriteOf } from './last-writes';

/** The consents of one identity, and which of its grants end a withdrawal by others. */
export type IdentityConsents = Pick<ConsentChanged, 'consents'> & { lifts: readonly string[] };

/**
 * Returns the consents (`channel/purpose`) whose grant here ends an earlier withdrawal by
 * another identity with the same address: those that a server source states of a person. A public
 * source, which any visitor can use, ends only the withdrawals of the identity that it names.
 */
export function liftsOf(part: Part, state: ConsentState): string[] {
  return Object.keys(state).filter(
    (key) => state[key]?.granted === true && lastWriteOf(part.consents, key)?.value === true,
  );
}

/**
 * Whether a consent is withdrawn for an address, given the consents of all identities that have it:
 * the last one decides, and of one instant the withdrawal. False without consents.
 */
export function isWithdrawnAt(all: readonly IdentityConsents[], key: string): boolean {
  const last = { granted: -Infinity, withdrawn: -Infinity };
  for (const { consents, lifts } of all) {
    const consent = Object.hasOwn(consents, key) ? consents[key] : undefined;
    if (consent && !consent.granted) last.withdrawn = Math.max(last.withdrawn, consent.at);
    else if (consent && lifts.includes(key)) last.granted = Math.max(last.granted, consent.at);
  }
  return last.withdrawn > -Infinity && last.withdrawn >= last.granted;
}
