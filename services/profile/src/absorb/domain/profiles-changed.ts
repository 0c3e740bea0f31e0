// Messages about changed customers: each with its touchpoints, in portions below the size of a
// message. Pure.
import type { Identity, NumberedTouchpoint, ProfileChanged } from '@segue/contracts';
import type { IdentityRow } from '../../identities/domain/identity';
import { absorbedBy } from '../../identities/domain/links';

/**
 * Maximum bytes of touchpoints in one message: with 100 identities it stays below the broker's
 * limit of a megabyte.
 */
const MOST_BYTES_IN_A_MESSAGE = 600_000;
/**
 * Number of touchpoints of the largest accepted size that fit in one message: fewer need not be
 * measured.
 */
const SURELY_FIT = 16;

/**
 * Returns a message about a customer without touchpoints: for those that lost an identity, and for
 * those left unpublished by a crash.
 */
export function profileOf(
  customer: string,
  version: number,
  rows: readonly IdentityRow[],
  provenance: Pick<ProfileChanged, 'occurredAt' | 'recordedAt' | 'origin' | 'cause'>,
): ProfileChanged {
  const identities = rows.map((row) => row.identity).sort();
  const absorbed = absorbedBy(customer, identities);
  const { occurredAt, recordedAt, origin, cause } = provenance;
  return {
    v: 2,
    customer,
    version,
    identities,
    touchpoints: [],
    absorbed,
    occurredAt,
    recordedAt,
    origin,
    cause,
  };
}

export function profilesOf(
  numbered: readonly NumberedTouchpoint[],
  rows: ReadonlyMap<Identity, IdentityRow>,
  members: ReadonlyMap<string, readonly IdentityRow[]>,
  versions: ReadonlyMap<string, number>,
  changed: readonly string[],
): ProfileChanged[] {
  const byCustomer = new Map<string, NumberedTouchpoint[]>(changed.map((customer) => [customer, []]));
  for (const touchpoint of numbered) {
    const { customer } = rows.get(touchpoint.identity) as IdentityRow;
    const known = byCustomer.get(customer);
    if (known) known.push(touchpoint);
    else byCustomer.set(customer, [touchpoint]);
  }
  return [...byCustomer].flatMap(([customer, touchpoints]) => {
    const provenance = touchpoints.at(-1) ?? (numbered.at(-1) as NumberedTouchpoint);
    const profile = profileOf(customer, versions.get(customer) ?? 1, members.get(customer) ?? [], provenance);
    return inMessages(profile, touchpoints);
  });
}

function inMessages(profile: ProfileChanged, touchpoints: readonly NumberedTouchpoint[]): ProfileChanged[] {
  if (touchpoints.length === 0) return [profile];
  return portionsOf(touchpoints).map((some) => {
    // The oldest: time must not pass a touchpoint that is still on its way.
    const recordedAt = Math.min(...some.map((touchpoint) => touchpoint.recordedAt));
    return { ...profile, recordedAt, touchpoints: some };
  });
}

function portionsOf(touchpoints: readonly NumberedTouchpoint[]): NumberedTouchpoint[][] {
  if (touchpoints.length <= SURELY_FIT) return [[...touchpoints]];
  let portion: NumberedTouchpoint[] = [];
  const portions = [portion];
  let bytes = 0;
  for (const touchpoint of touchpoints) {
    const size = Buffer.byteLength(JSON.stringify(touchpoint));
    bytes += size;
    if (bytes > MOST_BYTES_IN_A_MESSAGE && portion.length > 0) {
      portions.push((portion = []));
      bytes = size;
    }
    portion.push(touchpoint);
  }
  return portions;
}
