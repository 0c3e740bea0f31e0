// The consents of all identities by address, kept by the services that send or decide: a copy of
// the topic `consents`, in a table of each.
import { addressesOf } from '@segue/addresses';
import type { ConsentChanged, ConsentState, Identity } from '@segue/contracts';
import type { IdentityConsents } from '@segue/parts';
import { KeptCopy, type Queries } from '@segue/store';

export class ConsentEvidence {
  private readonly copy: KeptCopy<ConsentChanged>;
  private readonly reading: string;

  constructor(table: string) {
    this.copy = new KeptCopy({
      table,
      key: { name: 'identity', type: 'text', of: ({ identity }) => identity },
      versions: [
        { name: 'number', type: 'bigint', of: ({ number }) => number },
        { name: 'version', type: 'bigint', of: ({ version = 0 }) => version },
      ],
      // Older services wrote no version.
      replacesEqual: true,
      columns: [
        { name: 'consents', type: 'text', of: ({ consents }) => JSON.stringify(consents) },
        { name: 'lifts', type: 'text', of: ({ lifts = [] }) => JSON.stringify(lifts) },
        { name: 'addresses', type: 'text[]', of: addressesIn },
      ],
    });
    this.reading = `
      select consents, lifts, array_to_json(addresses)::text as addresses from ${table} where addresses && $1::text[]`;
  }

  async save(queries: Queries, consents: readonly ConsentChanged[]): Promise<void> {
    await this.copy.save(queries, consents);
  }

  /**
   * Returns the consents of the identities that have each of these addresses; an empty list for an
   * unknown address.
   */
  async of(queries: Queries, addresses: readonly Identity[]): Promise<Map<Identity, IdentityConsents[]>> {
    const byAddress = new Map<Identity, IdentityConsents[]>(addresses.map((address) => [address, []]));
    if (addresses.length === 0) return byAddress;
    const rows = await queries.query<{ consents: string; lifts: string; addresses: string }>(
      this.reading,
      [addresses],
      'consent-evidence',
    );
    for (const { consents, lifts, addresses: named } of rows) {
      const ofIdentity = { consents: JSON.parse(consents) as ConsentState, lifts: JSON.parse(lifts) as string[] };
      for (const address of JSON.parse(named) as Identity[]) byAddress.get(address)?.push(ofIdentity);
    }
    return byAddress;
  }
}

/** Older services named no addresses: an identity that is one is its own. */
const addressesIn = ({ identity, addresses }: ConsentChanged): Identity[] =>
  addresses ?? addressesOf({}, [identity], undefined);
