// Whole histories of identities, for services that fold them again. Read only, off the hot path.
import type { Identity, NumberedTouchpoint } from '@segue/contracts';
import { DB } from '@segue/service';
import type { Db } from '@segue/store';
import { Inject, Injectable } from '@nestjs/common';

export interface History {
  identity: Identity;
  customer: string;
  /** Touchpoints that the identity owned when this was read: all of them are here. */
  number: number;
  touchpoints: NumberedTouchpoint[];
}

const IDENTITIES_AFTER = `
  select identity, customer_id, number from identity where identity > $1 order by identity limit $2`;
const HISTORY = `
  select identity, body from timeline where identity = any($1)`;
const HISTORY_NUMBERS = `select identity, number, customer_id from identity where identity = any($1)`;

@Injectable()
export class HistoryReader {
  constructor(@Inject(DB) private readonly db: Db) {}

  /** Whole histories of identities in their order, for services that fold them again. */
  async histories(after: Identity, limit: number): Promise<History[]> {
    const rows = await this.db.query<{ identity: Identity }>(IDENTITIES_AFTER, [after, limit]);
    return this.historiesOf(rows.map((row) => row.identity));
  }

  async historiesOf(identities: readonly Identity[]): Promise<History[]> {
    // Numbers first: touchpoints that come in between belong to a later number and are left out.
    const numbers = await this.db.query<{ identity: Identity; number: number; customer_id: string }>(HISTORY_NUMBERS, [
      identities,
    ]);
    const bodies = await this.db.query<{ identity: Identity; body: string }>(HISTORY, [identities]);
    const byIdentity = new Map<Identity, NumberedTouchpoint[]>(numbers.map((row) => [row.identity, []]));
    for (const { identity, body } of bodies) byIdentity.get(identity)?.push(JSON.parse(body) as NumberedTouchpoint);
    return numbers.map(({ identity, number, customer_id: customer }) => {
      const touchpoints = (byIdentity.get(identity) ?? []).filter((one) => one.number <= number);
      return { identity, customer, number, touchpoints: touchpoints.sort((a, b) => a.number - b.number) };
    });
  }
}
