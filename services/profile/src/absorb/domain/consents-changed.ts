// Messages about consents: for which identities, and the addresses that each applies to. Pure.
import { type Identity, type NumberedTouchpoint, type ConsentChanged } from '@segue/contracts';
import { addressesOf } from '@segue/addresses';
import { type Brand, changesConsents, consentState, heldTraits, joinAll, liftsOf } from '@segue/parts';
import type { IdentityRow } from '../../identities/domain/identity';

type Rows = ReadonlyMap<Identity, IdentityRow>;
type Members = ReadonlyMap<string, readonly IdentityRow[]>;

/** A customer's rows before and after a batch, and what the batch says. */
interface Batch {
  touchpoints: readonly NumberedTouchpoint[];
  /** Whether the touchpoint was stored before this batch. */
  isAgain: (touchpoint: NumberedTouchpoint) => boolean;
  before: { rows: Rows; members: Members };
  after: { rows: Rows; members: Members };
  versions: ReadonlyMap<string, number>;
  brand: Brand;
}

/**
 * Returns one message for each identity with a consent event in the batch, and for each identity
 * with consents of a customer with addresses that the batch changes. A redelivered identify counts
 * as a change, since the first delivery may have been interrupted before it was published.
 */
export function consentsChanged(batch: Batch): ConsentChanged[] {
  const { after, brand, versions } = batch;
  const addresses = new Map<string, Identity[]>();
  const addressesIn = (customer: string) => {
    const known = addresses.get(customer) ?? reachedAt(after.members.get(customer) ?? [], brand);
    addresses.set(customer, known);
    return known;
  };
  return [...causes(batch, addressesIn)].map(([identity, { occurredAt, recordedAt, origin, cause }]) => {
    const { customer, number, part } = after.rows.get(identity) as IdentityRow;
    const consents = consentState(part);
    return {
      v: 1,
      identity,
      customer,
      number,
      version: versions.get(customer) ?? 0,
      consents,
      addresses: addressesIn(customer),
      lifts: liftsOf(part, consents),
      occurredAt,
      recordedAt,
      origin,
      cause,
    };
  });
}

/** Returns the identities to publish, each with the touchpoint that is the reason. */
function causes(batch: Batch, addressesIn: (customer: string) => Identity[]): Map<Identity, NumberedTouchpoint> {
  const { touchpoints, isAgain, before, after, brand } = batch;
  const causes = new Map<Identity, NumberedTouchpoint>();
  for (const touchpoint of touchpoints) {
    if (changesConsents(touchpoint)) causes.set(touchpoint.identity, touchpoint);
    if (touchpoint.type !== 'identify' && touchpoint.type !== 'alias') continue;
    const customers = new Set([touchpoint.identity, ...touchpoint.ids].map((one) => after.rows.get(one)?.customer));
    for (const row of [...customers].flatMap((customer) => after.members.get(customer ?? '') ?? [])) {
      if (causes.has(row.identity) || !hasConsents(row)) continue;
      const earlier = before.rows.get(row.identity);
      const had = earlier ? reachedAt(before.members.get(earlier.customer) ?? [], brand) : [];
      if (isAgain(touchpoint) || !isSame(had, addressesIn(row.customer))) causes.set(row.identity, touchpoint);
    }
  }
  return causes;
}

function reachedAt(rows: readonly IdentityRow[], brand: Brand): Identity[] {
  const traits = heldTraits(joinAll(rows.map((row) => row.part)), brand);
  return addressesOf(
    traits,
    rows.map((row) => row.identity),
    brand.country,
  );
}

function hasConsents({ part: { consents, claims } }: IdentityRow): boolean {
  const said = Object.values(claims ?? {}).some(({ granted, withdrawn }) => granted ?? withdrawn);
  return said || Object.keys(consents).length > 0;
}

const isSame = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((one, n) => one === b[n]);
