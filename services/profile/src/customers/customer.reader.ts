// Queries of profile: finding customers, and their timelines. Read only, off the hot path.
import { addressValue, emailOf, phoneOf } from '@segue/addresses';
import {
  type Identity,
  IDENTITY_KINDS,
  type NumberedTouchpoint,
  customerIdOf,
  identityOf,
  isIdentity,
  kindOf,
} from '@segue/contracts';
import { type Part, WITHDRAWN } from '@segue/parts';
import type { Db } from '@segue/store';
import { type IdentityRow, membersOf } from '../absorb/domain/absorb';
import type { Apart } from '../identities/domain/members';
import { orderTerm, prefixesFor } from '../search/domain/terms';
import { ProfileStore } from '../absorb/profile.store';

export interface Found {
  customer: string;
  rows: IdentityRow[];
  /** Number of identities that stand apart from it, by reason. */
  apart: Record<Apart, number>;
}

const CUSTOMER_OF_IDENTITY = `select customer_id from identity where identity = $1`;
const OF_ORDERS = `
  select distinct i.identity, i.customer_id, i.part from term t join identity i using (identity)
  where t.term = any($1::text[])`;
const CUSTOMERS_OF = `select identity, customer_id from identity where identity = any($1::text[])`;
const VERSION = `select version from customer where customer_id = $1`;
const APART = `
  select parent, apart, count(*)::int as count from identity
  where parent = any($1::text[]) and apart is not null group by parent, apart`;
const BY_TERM = `select distinct i.customer_id from term t join identity i using (identity)
  where t.term >= $1 and t.term < $2 limit $3`;
const BY_IDENTITY = `select distinct customer_id from identity where identity >= $1 and identity < $2 limit $3`;
const MATCHES: Record<MatchPlace['in'], string> = {
  identity: `select i.identity as key, i.identity, i.customer_id as customer from identity i
    where i.identity >= $1 and i.identity < $2 and i.identity > greatest($3, $4) order by i.identity limit $5`,
  term: `select t.term as key, t.identity, i.customer_id as customer from term t join identity i using (identity)
    where t.term >= $1 and t.term < $2 and (t.term, t.identity) > ($3, $4) order by t.term, t.identity limit $5`,
};
const ALL_AFTER = `select distinct customer_id from identity where customer_id > $1 order by customer_id limit $2`;
const TIMELINE = `
  select body from timeline where identity = any($1) and (occurred_at, number, message_id) < ($2, $3, $4)
  order by occurred_at desc, number desc, message_id desc limit $5`;
const ONE_TOUCHPOINT = `
  select t.body from timeline t
  join unnest($1::text[], $2::text[], $3::text[]) as k(identity, source, id)
    on t.identity = k.identity and t.source = k.source and t.message_id = k.id limit 1`;
const IDENTITIES_AFTER = `
  select identity, customer_id, number from identity where identity > $1 order by identity limit $2`;
const HISTORY = `
  select identity, body from timeline where identity = any($1)`;
const HISTORY_NUMBERS = `select identity, number, customer_id from identity where identity = any($1)`;

const PARTS_AFTER = `select identity, part from identity where identity > $1 order by identity limit $2`;
const WORDS = `
  select identity, body from timeline
  where identity = any($1::text[]) and source = $2 and position($3 in body) > 0
    and body::json->>'type' = 'track' and body::json->>'event' = $4`;

const MAX_UNVALUED = 10_000;
const UNVALUED = `
  select count(*)::int as customers, coalesce(sum(unvalued), 0)::int as orders
  from (select unvalued from customer where unvalued > 0 limit $1) found`;

/** How far a walk over all matches has come: in which range of which index, and after which row. */
export interface MatchPlace {
  in: 'identity' | 'term';
  range: number;
  key: string;
  identity: string;
}

export const FIRST_MATCH: MatchPlace = { in: 'identity', range: 0, key: '', identity: '' };

/**
 * An order that is asked for: its id, and the identity of the customer that it is said to be of.
 */
export interface OrderAsked {
  id: string;
  identity: Identity;
}

/** An order that is kept under its id. */
export interface OrderKept {
  id: string;
  /** That owns it. */
  identity: Identity;
  customer: string;
  /** Whether it is of the customer who was asked for. */
  isOwn: boolean;
  /** UTC milliseconds; null while it is not completed. */
  placed: number | null;
  /** ISO 4217. */
  currency: string;
  /** Minor units: what was paid in all, where that is known, else the revenue. */
  total: number;
}

export interface Withdrawals {
  identity: Identity;
  part: Part;
  /**
   * Every consent withdrawal sent by one source; other touchpoints that mention the event may be
   * included.
   */
  words: NumberedTouchpoint[];
}

export interface History {
  identity: Identity;
  customer: string;
  /** Touchpoints that the identity owned when this was read: all of them are here. */
  number: number;
  touchpoints: NumberedTouchpoint[];
}

export class CustomerReader {
  constructor(
    private readonly db: Db,
    private readonly store: ProfileStore,
    private readonly country?: string,
  ) {}

  /**
   * Finds a customer by id, also by one that was merged into another, or by any identity. Null when
   * there is none.
   */
  async find(reference: string): Promise<(Found & { version: number }) | null> {
    const customer = isIdentity(reference) ? await this.customerOf(this.normal(reference)) : reference;
    if (customer === null) return null;
    const rows = await this.store.members([customer]);
    if (rows.length === 0) return this.findSurvivor(customer);
    const [row] = await this.db.query<{ version: number }>(VERSION, [customer]);
    const [found] = await this.withApart([{ customer, rows }]);
    return { ...(found as Found), version: row?.version ?? 0 };
  }

  /**
   * Finds customers by id, by a prefix of an identity's value, by a prefix of a word of their
   * names, addresses and numbers, by the end of a number, or by the beginning of an order's id.
   */
  async search(text: string, limit: number): Promise<Found[]> {
    const exact = await this.find(text.trim());
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
    return this.load([...ids].slice(0, limit));
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
      const exact = await this.find(text.trim());
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
    const values = [...new Set([text.trim(), ...addresses])];
    return {
      identity: IDENTITY_KINDS.flatMap((kind) => values.map((value) => `${kind}:${value}`)),
      term: [...new Set([...prefixesFor(text), ...addresses])],
    };
  }

  async list(after: string, limit: number): Promise<Found[]> {
    const rows = await this.db.query<{ customer_id: string }>(ALL_AFTER, [after, limit]);
    return this.load(rows.map((row) => row.customer_id));
  }

  /** Counts customers who have orders in a currency without a rate. */
  async unvalued(): Promise<{ customers: number; orders: number; isMore: boolean }> {
    const [row] = await this.db.query<{ customers: number; orders: number }>(UNVALUED, [MAX_UNVALUED + 1]);
    const { customers = 0, orders = 0 } = row ?? {};
    return { customers: Math.min(customers, MAX_UNVALUED), orders, isMore: customers > MAX_UNVALUED };
  }

  async load(customers: readonly string[]): Promise<Found[]> {
    const members = membersOf(await this.store.members(customers));
    const found = customers.map((customer) => ({ customer, rows: members.get(customer) ?? [] }));
    return this.withApart(found.filter(({ rows }) => rows.length > 0));
  }

  /**
   * Newest first, before (occurredAt, number, id): of one instant what an identity's sender said
   * last comes first.
   */
  async timeline(
    identities: readonly Identity[],
    before: readonly [number, number, string],
    limit: number,
  ): Promise<NumberedTouchpoint[]> {
    const rows = await this.db.query<{ body: string }>(TIMELINE, [identities, ...before, limit]);
    return rows.map((row) => JSON.parse(row.body) as NumberedTouchpoint);
  }

  /**
   * Finds a touchpoint by `identity/source/message id`. All three may contain slashes, so each way
   * to part the key is looked up, by the primary key.
   */
  async touchpoint(key: string): Promise<NumberedTouchpoint | null> {
    const ways = partings(key);
    const rows = await this.db.query<{ body: string }>(ONE_TOUCHPOINT, [
      ways.map(([identity]) => identity),
      ways.map(([, source]) => source),
      ways.map(([, , id]) => id),
    ]);
    return rows[0] ? (JSON.parse(rows[0].body) as NumberedTouchpoint) : null;
  }

  /**
   * Finds orders by their ids, whomever they belong to. Orders whose worth is not known are left
   * out, and so are those beyond the number that a customer can have.
   */
  async orders(asked: readonly OrderAsked[]): Promise<OrderKept[]> {
    const terms = [...new Set(asked.map(({ id }) => orderTerm(id)))];
    const owners = await this.db.query<{ identity: Identity; customer_id: string; part: string }>(OF_ORDERS, [terms]);
    if (owners.length === 0) return [];
    const own = asked.map(({ identity }) => this.normal(identity));
    const rows = await this.db.query<{ identity: Identity; customer_id: string }>(CUSTOMERS_OF, [[...new Set(own)]]);
    const customers = new Map(rows.map((row) => [row.identity, row.customer_id]));
    const parts = owners.map(({ part, ...owner }) => ({ ...owner, orders: (JSON.parse(part) as Part).orders }));
    return asked.flatMap(({ id }, place) => {
      const customer = customers.get(own[place] as Identity);
      return parts.flatMap(({ identity, customer_id: owner, orders }): OrderKept[] => {
        const order = Object.hasOwn(orders, id) ? orders[id] : undefined;
        if (order?.word === undefined) return [];
        const { currency, total, gross } = order.word;
        const kept = { id, identity, customer: owner, isOwn: owner === customer };
        return [{ ...kept, placed: order.placed ?? null, currency, total: total ?? gross }];
      });
    });
  }

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

  /**
   * Returns a page of identities in the order of their names, each with the withdrawals that
   * `source` sent.
   */
  async withdrawals(source: string, after: Identity, limit: number): Promise<Withdrawals[]> {
    const rows = await this.db.query<{ identity: Identity; part: string }>(PARTS_AFTER, [after, limit]);
    const bodies = await this.db.query<{ identity: Identity; body: string }>(WORDS, [
      rows.map((row) => row.identity),
      source,
      `"${WITHDRAWN}"`,
      WITHDRAWN,
    ]);
    const words = new Map<Identity, NumberedTouchpoint[]>(rows.map((row) => [row.identity, []]));
    for (const { identity, body } of bodies) words.get(identity)?.push(JSON.parse(body) as NumberedTouchpoint);
    return rows.map(({ identity, part }) => ({
      identity,
      part: JSON.parse(part) as Part,
      words: words.get(identity) ?? [],
    }));
  }

  private async withApart(found: readonly Omit<Found, 'apart'>[]): Promise<Found[]> {
    const identities = found.flatMap(({ rows }) => rows.map((row) => row.identity));
    const counts = await this.db.query<{ parent: Identity; apart: Apart; count: number }>(APART, [identities]);
    return found.map(({ customer, rows }) => {
      const members = new Set(rows.map((row) => row.identity));
      const apart: Found['apart'] = { left: 0, review: 0 };
      for (const one of counts) if (members.has(one.parent)) apart[one.apart] += one.count;
      return { customer, rows, apart };
    });
  }

  /** Addresses are stored in one spelling. */
  private normal(reference: Identity): Identity {
    const kind = kindOf(reference);
    if (kind !== 'email' && kind !== 'phone') return reference;
    return identityOf(kind, addressValue(kind, reference.slice(kind.length + 1), this.country));
  }

  private async customerOf(identity: Identity): Promise<string | null> {
    const [row] = await this.db.query<{ customer_id: string }>(CUSTOMER_OF_IDENTITY, [identity]);
    return row?.customer_id ?? null;
  }

  /**
   * Finds the customer into which another was merged: ids derive from identities, so the identity
   * of the old id leads to it.
   */
  private async findSurvivor(customer: string): Promise<(Found & { version: number }) | null> {
    const [row] = await this.db.query<{ root: Identity | null }>(`select root from customer where customer_id = $1`, [
      customer,
    ]);
    if (!row?.root || customerIdOf(row.root) !== customer) return null;
    const survivor = await this.customerOf(row.root);
    return survivor === null || survivor === customer ? null : this.find(survivor);
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

const MAX_PARTINGS = 200;

/** Ways to read `a/b/c` as three parts of which none is empty. */
function partings(key: string): [string, string, string][] {
  const slashes = [...key.matchAll(/\//g)].map(({ index }) => index);
  const ways = slashes.flatMap((first, place) =>
    slashes
      .slice(place + 1)
      .map((second): [string, string, string] => [
        key.slice(0, first),
        key.slice(first + 1, second),
        key.slice(second + 1),
      ]),
  );
  return ways.filter((way) => way.every((part) => part !== '')).slice(0, MAX_PARTINGS);
}
