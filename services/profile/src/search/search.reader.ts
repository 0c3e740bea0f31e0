// Searches for customers by the beginnings of what is indexed: identities and search terms. Read
// only, off the hot path.
import { emailOf, phoneOf } from '@segue/addresses';
import { IDENTITY_KINDS, storedFormsOf } from '@segue/contracts';
import type { Db } from '@segue/store';
import type { CustomerReader, Found } from '../customers/customer.reader';
import { prefixesFor } from './domain/words';

/** How far a walk over all matches has come: the index, the range within it, and the last row. */
export interface MatchPlace {
  in: 'identity' | 'term';
  range: number;
  key: string;
  identity: string;
}

export const FIRST_MATCH: MatchPlace = { in: 'identity', range: 0, key: '', identity: '' };

const BY_TERM = `select distinct i.customer_id from term t join identity i using (identity)
  where t.term >= $1 and t.term < $2 limit $3`;
const BY_IDENTITY = `select distinct customer_id from identity where identity >= $1 and identity < $2 limit $3`;
const MATCHES: Record<MatchPlace['in'], string> = {
  identity: `select i.identity as key, i.identity, i.customer_id as customer from identity i
    where i.identity >= $1 and i.identity < $2 and i.identity > greatest($3, $4) order by i.identity limit $5`,
  term: `select t.term as key, t.identity, i.customer_id as customer from term t join identity i using (identity)
    where t.term >= $1 and t.term < $2 and (t.term, t.identity) > ($3, $4) order by t.term, t.identity limit $5`,
};

export class SearchReader {
  constructor(
    private readonly db: Db,
    private readonly customers: CustomerReader,
    private readonly country?: string,
  ) {}

  /**
   * Finds customers by id, by a prefix of an identity's value, by a prefix of a word of their
   * names, addresses and numbers, by the end of a number, or by the beginning of an order's id.
   */
  async search(text: string, limit: number): Promise<Found[]> {
    const exact = await this.customers.find(text.trim());
    if (exact) return [exact];
    const prefixes = this.prefixesOf(text);
    const ids = new Set<string>();
    for (const [sql, each] of [
      [BY_IDENTITY, prefixes.identity],
      [BY_TERM, prefixes.term],
    ] as const) {
      for (const prefix of each) {
        if (ids.size >= limit) break;
        for (const id of await this.idsFrom(sql, prefix, limit)) ids.add(id);
      }
    }
    return this.customers.load([...ids].slice(0, limit));
  }

  /**
   * Returns the ids of all customers that `search` finds, portion by portion, in the order of the
   * indexes: each row is read once, whatever the number of customers. An id may come again.
   */
  async matches(
    text: string,
    after: MatchPlace,
    limit: number,
  ): Promise<{ customers: string[]; next: MatchPlace | null }> {
    if (after.in === 'identity' && after.range === 0 && after.key === '') {
      const exact = await this.customers.find(text.trim());
      if (exact) return { customers: [exact.customer], next: null };
    }
    const prefixes = this.prefixesOf(text);
    const customers = new Set<string>();
    let place: MatchPlace | null = after;
    for (let left = limit; place !== null && left > 0;) {
      const prefix: string | undefined = prefixes[place.in][place.range];
      const rows: MatchRow[] =
        prefix === undefined
          ? []
          : await this.db.query<MatchRow>(MATCHES[place.in], [
              ...[prefix, endOf(prefix), place.key, place.identity],
              left,
            ]);
      for (const { customer } of rows) customers.add(customer);
      const last = rows.at(-1);
      const isWhole = rows.length < left || last === undefined;
      place = isWhole ? rangeAfter(place, prefixes) : { ...place, key: last.key, identity: last.identity };
      left -= rows.length;
    }
    return { customers: [...customers], next: place };
  }

  /** Beginnings of keys, by the index that has them. */
  private prefixesOf(text: string): Record<MatchPlace['in'], string[]> {
    const addresses = [emailOf(text), phoneOf(text, this.country)].filter((one) => one !== null);
    const values = [...new Set([...storedFormsOf(text.trim()), ...addresses])];
    return {
      identity: IDENTITY_KINDS.flatMap((kind) => values.map((value) => `${kind}:${value}`)),
      term: [...new Set([...prefixesFor(text), ...addresses])],
    };
  }

  private async idsFrom(sql: string, prefix: string, limit: number): Promise<string[]> {
    const rows = await this.db.query<{ customer_id: string }>(sql, [prefix, endOf(prefix), limit]);
    return rows.map((row) => row.customer_id);
  }
}

interface MatchRow {
  key: string;
  identity: string;
  customer: string;
}

/** The last code point that can follow: everything that begins with the prefix lies below it. */
const endOf = (prefix: string) => `${prefix}\u{10ffff}`;

function rangeAfter(place: MatchPlace, prefixes: Record<MatchPlace['in'], string[]>): MatchPlace | null {
  const range = place.range + 1;
  if (range < prefixes[place.in].length) return { ...FIRST_MATCH, in: place.in, range };
  return place.in === 'identity' && prefixes.term.length > 0 ? { ...FIRST_MATCH, in: 'term' } : null;
}
