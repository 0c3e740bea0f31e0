// Reads which customer an identity belongs to, and which identities a customer has.
import type { Db } from '@segue/store';

const OWNERS = `select identity, customer_id as customer from facts where identity = any($1::text[])`;
const STATES = `select customer_id as customer, state from standing where customer_id = any($1::text[])`;

export class OwnerReader {
  constructor(private readonly db: Db) {}

  /** By identity; those without a touchpoint here are left out. */
  async of(identities: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.db.query<{ identity: string; customer: string }>(OWNERS, [[...identities]]);
    return new Map(rows.map(({ identity, customer }) => [identity, customer]));
  }

  /** By customer; none for a customer that was merged into another. */
  async identitiesOf(customers: readonly string[]): Promise<Map<string, string[]>> {
    const rows = await this.db.query<{ customer: string; state: string }>(STATES, [[...customers]]);
    return new Map(
      rows.map(({ customer, state }) => [customer, (JSON.parse(state) as { identities: string[] }).identities]),
    );
  }
}
