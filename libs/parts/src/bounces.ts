// Addresses that their server refuses for good, and those that an admin took back into use. Pure.
import type { Touchpoint } from '@segue/contracts';
import { MAX_BOUNCED } from './bounds';
import { OWN_SOURCE } from './voids';
import { type LastWrites, joinWrites, latest } from './last-writes';

/**
 * Sent when an admin takes an address back into use; properties: `address` (kind:value) and
 * `takenBackBy`.
 */
export const RESTORED = 'Address Restored';

/** By address; null where the address was taken back into use. */
export type Bounces = LastWrites<string | null>;

/** Only Segue itself sends it, without a trust, since ingestion stamps what comes from outside. */
export const isRestoring = ({ source, trust, event, properties }: Touchpoint): boolean =>
  source === OWN_SOURCE && trust === undefined && event === RESTORED && typeof properties.address === 'string';

/** Delivery alone writes without a trust under its name. */
export function bouncedIn(
  part: { bounced?: Bounces },
  { source, trust, event, properties, occurredAt: at, id: by }: Touchpoint,
): { bounced?: Bounces } {
  const { bounced: address, reason } = properties;
  const isOurs = source === 'delivery' && trust === undefined && event === 'Message Failed';
  if (!isOurs || typeof address !== 'string') return {};
  return { bounced: joinBounces(part.bounced ?? {}, { [address]: { value: String(reason ?? ''), at, by } }) };
}

export const joinBounces = (a: Bounces, b: Bounces): Bounces => latest(joinWrites(a, b), MAX_BOUNCED);
