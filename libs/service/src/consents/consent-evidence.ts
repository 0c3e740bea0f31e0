// The consents of all identities by address, kept by the services that send or decide. Each has a
// table with the columns identity, number, version, consents, lifts, addresses.
import { addressesOf } from '@segue/addresses';
import type { ConsentChanged, ConsentState, Identity } from '@segue/contracts';
import type { Speaker } from '@segue/parts';
import { type Queries, columns } from '@segue/store';

export class ConsentEvidence {
  private readonly saving: string;
  private readonly reading: string;

  constructor(table: string) {
    this.saving = `
      insert into ${table} as known (identity, number, version, consents, lifts, addresses)
      select identity, number, version, consents, lifts, array(select json_array_elements_text(addresses::json))
      from unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[])
        as said(identity, number, version, consents, lifts, addresses)
      on conflict (identity) do update
      set number = excluded.number, version = excluded.version, consents = excluded.consents, lifts = excluded.lifts,
        addresses = excluded.addresses
      where (known.number, known.version) <= (excluded.number, excluded.version)`;
    this.reading = `
      select consents, lifts, array_to_json(addresses)::text as addresses from ${table} where addresses && $1::text[]`;
  }

  async save(queries: Queries, consents: readonly ConsentChanged[]): Promise<void> {
    // A statement can write a row once only: of an identity that occurs twice the later message is
    // saved.
    const last = [...new Map(consents.map((one) => [one.identity, one])).values()];
    if (last.length === 0) return;
    const rows = columns(
      last,
      (one) => one.identity,
      (one) => one.number,
      (one) => one.version ?? 0,
      (one) => JSON.stringify(one.consents),
      (one) => JSON.stringify(one.lifts ?? []),
      (one) => JSON.stringify(one.addresses ?? addressesOf({}, [one.identity], undefined)),
    );
    await queries.query(this.saving, rows, 'save-consent-evidence');
  }

  /**
   * Returns the consents of the identities that have each of these addresses; an empty list for an
   * unknown address.
   */
  async of(queries: Queries, addresses: readonly Identity[]): Promise<Map<Identity, Speaker[]>> {
    const speakers = new Map<Identity, Speaker[]>(addresses.map((address) => [address, []]));
    if (addresses.length === 0) return speakers;
    const rows = await queries.query<{ consents: string; lifts: string; addresses: string }>(
      this.reading,
      [addresses],
      'consent-evidence',
    );
    for (const { consents, lifts, addresses: named } of rows) {
      const speaker = { consents: JSON.parse(consents) as ConsentState, lifts: JSON.parse(lifts) as string[] };
      for (const address of JSON.parse(named) as Identity[]) speakers.get(address)?.push(speaker);
    }
    return speakers;
  }
}
