// The touchpoint of a recipient who followed the unsubscribe link of a message. Pure.
import type { Touchpoint, Unsubscription } from '@segue/contracts';
import { OWN_SOURCE, WITHDRAWN } from '@segue/parts';

/**
 * Returns the withdrawal. It applies to the address of the customer, and so to all who share it.
 * @param id distinguishes this click from others of the same link: after a new grant it must count
 * again.
 * @param now UTC milliseconds.
 */
export function withdrawalOf(
  { identity, consent, message, address }: Unsubscription,
  id: string,
  now: number,
): Touchpoint {
  const [channel = '', purpose = ''] = consent.split('/');
  return {
    ...{ v: 1, identity, source: OWN_SOURCE, id: `unsubscribe/${id}`, type: 'track', event: WITHDRAWN },
    ...{ ids: [identity], properties: { channel, purpose, message, address, by: 'link' }, context: {} },
    ...{ digest: WITHDRAWN, occurredAt: now, recordedAt: now, origin: 'live', cause: null },
  };
}
