// The touchpoint of an address that an admin took back into use. Pure.
import type { Identity, Touchpoint } from '@segue/contracts';
import { OWN_SOURCE, RESTORED } from '@segue/parts';

/** Returns the touchpoint of one customer. The same arguments give the same id. */
export function restoredTouchpoint(identity: Identity, address: Identity, by: string, at: number): Touchpoint {
  return {
    ...{ v: 1, identity, source: OWN_SOURCE, id: `restored/${address}/${at}`, type: 'track', event: RESTORED },
    ...{ ids: [identity], properties: { address, takenBackBy: by }, context: {}, digest: RESTORED },
    ...{ occurredAt: at, recordedAt: at },
    // It is no act of the customer, so campaigns do not act on it.
    origin: 'backfill',
    cause: null,
  };
}
