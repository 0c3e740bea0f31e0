// Standings, changed in one transaction with the facts, due times and transitions that belong to
// them. Rows are locked in id order: two batches that share customers wait for each other instead
// of deadlocking.
import type { ProfileChanged } from '@segue/contracts';
import { inSlices } from '@segue/service';
import { type Db, LostRace, type Queries, StaleRules, columns, holdRules, textArray } from '@segue/store';
import type { FactsRow, KnownStandings, StandingRow } from '../score/domain/known-standings';
import type { ScoredBatch, ScoredCustomer, Scoring } from '../score/domain/scored-batch';
import { NEW_STANDING, type Standing, storedStanding } from '../score/domain/standing.state';
import { FactTables } from '../score/fact.tables';
import { factsIn, saveFacts } from '../score/facts.store';
import {
  type UnpublishedTransition,
  addTransitions,
  pruneTransitions,
  transitionsOf,
  unpublishedBefore,
} from '../transitions/transition.store';
import { nextDue, saveDue } from './due.store';

const ADD_STANDINGS = `
  insert into standing (customer_id, version, segments, state) select id, 0, '{}', $2 from unnest($1::text[]) as id
  order by id on conflict do nothing`;
const LOCK_STANDINGS = `
  select customer_id, version, state from standing where customer_id = any($1::text[]) order by customer_id for update`;
const STANDINGS = `select customer_id, version, state from standing where customer_id = any($1::text[])`;
// Customers locked by a batch are skipped, because the batch fires what is due.
const CLAIM_DUE = `
  select s.customer_id, s.version, s.state from due d join standing s using (customer_id)
  where d.due_at <= $1 order by d.due_at limit $2 for update of s skip locked`;
const SAVE_STANDINGS = `
  update standing set version = new.version, value_tier = new.tier, segments = new.segments::text[], state = new.state
  from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[]) as new(customer_id, version, tier, segments, state)
  where standing.customer_id = new.customer_id`;
const AFTER = `
  select customer_id from standing where customer_id > $1 order by customer_id limit $2`;

interface StandingRecord {
  customer_id: string;
  version: number;
  state: string;
}

/**
 * Customers as they were written, and all of their transitions that are not known to be published.
 */
export interface Written {
  customers: readonly ScoredCustomer[];
  unpublished: UnpublishedTransition[];
}

/** Writes more in the transaction that changes these customers; what it throws ends it. */
export type Alongside = (tx: Queries, customers: readonly string[]) => Promise<void>;

export class StandingStore {
  private readonly tables = new FactTables();

  constructor(private readonly db: Db) {}

  /** @throws {StaleRules} when the rulebook is not of `rulesVersion` any more. */
  change(
    batch: readonly ProfileChanged[],
    rulesVersion: number,
    work: (known: KnownStandings) => Scoring,
  ): Promise<Written> {
    const concerned = concernedBy(batch);
    return this.write(rulesVersion, (tx) => lockFor(tx, concerned), work);
  }

  /** Fires up to `limit` customers with something due; skips those that others have locked. */
  fireDue(
    until: number,
    limit: number,
    rulesVersion: number,
    work: (known: KnownStandings) => Scoring,
  ): Promise<Written> {
    const lock = async (tx: Queries) => {
      const records = await tx.query<StandingRecord>(CLAIM_DUE, [until, limit], 'claim-due');
      return withFacts(tx, records.map(standingOf));
    };
    return this.write(rulesVersion, lock, work);
  }

  /** @param alongside writes more in the same transaction; it gets the customers that exist. */
  changeCustomers(
    customers: readonly string[],
    rulesVersion: number,
    work: (known: KnownStandings) => Scoring,
    alongside: Alongside = async () => undefined,
  ): Promise<Written> {
    const lock = async (tx: Queries) => {
      const records = await tx.query<StandingRecord>(LOCK_STANDINGS, [textArray(customers)], 'lock-standings');
      const known = await withFacts(tx, records.map(standingOf));
      await alongside(tx, [...known.standings.keys()]);
      return known;
    };
    return this.write(rulesVersion, lock, work);
  }

  /** Without a lock, for questions from outside. */
  async read(customers: readonly string[]): Promise<KnownStandings> {
    const records = await this.db.query<StandingRecord>(STANDINGS, [textArray(customers)], 'standings');
    const known = await withFacts(this.db, records.map(standingOf));
    return { ...known, facts: await this.tables.read(this.db, known.facts) };
  }

  /** Resolves with the earliest due time, UTC milliseconds; Infinity when nothing is due ever. */
  nextDue(): Promise<number> {
    return nextDue(this.db);
  }

  /**
   * Yields all customers, `atOnce` at a time, in the order of their ids. Ids are hashes, so any
   * first part is a fair sample. Several consumers may share one walk; each customer goes to one of
   * them.
   */
  async *customers(atOnce: number, start = ''): AsyncGenerator<readonly string[], void, undefined> {
    for (let after = start; ;) {
      const rows = await this.db.query<{ customer_id: string }>(AFTER, [after, atOnce], 'customers-after');
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows.map((row) => row.customer_id);
      after = last.customer_id;
    }
  }

  private write(
    rulesVersion: number,
    lock: (tx: Queries) => Promise<KnownStandings>,
    work: (known: KnownStandings) => Scoring,
  ): Promise<Written> {
    return this.db.transaction(async (tx) => {
      const [version, locked] = await Promise.all([holdRules(tx), lock(tx)]);
      if (version !== rulesVersion) throw new StaleRules();
      // An identity moved to another customer between the look and the lock: that customer must be
      // locked too.
      for (const row of locked.facts.values()) if (!locked.standings.has(row.customer)) throw new LostRace();
      const known = { ...locked, facts: await this.tables.locked(tx, locked.facts) };
      const { facts, customers } = await inSlices(work(known));
      return { customers, unpublished: await save(tx, { facts, customers }, known, this.tables) };
    });
  }
}

/** The customers and identities of a batch. `lockFor` adds the customers that it finds. */
interface Concerned {
  identities: ReadonlySet<string>;
  /** Customers with a message in the batch. */
  named: readonly string[];
  /** These, and the customers from which they may take identities. */
  customers: Set<string>;
  /** Those among `customers` that may have no row yet. */
  born: Set<string>;
}

function concernedBy(batch: readonly ProfileChanged[]): Concerned {
  const identities = new Set(batch.flatMap((profile) => profile.identities));
  for (const profile of batch) for (const touchpoint of profile.touchpoints) identities.add(touchpoint.identity);
  return {
    identities,
    named: [...new Set(batch.map(({ customer }) => customer))],
    customers: new Set(batch.flatMap(({ customer, absorbed }) => [customer, ...absorbed])),
    // A customer that signs in for the first time takes over the version of the anonymous visitor.
    born: new Set(
      batch.filter(({ version, absorbed }) => version === 1 || absorbed.length > 0).map(({ customer }) => customer),
    ),
  };
}

/**
 * Locks and reads what a batch concerns, in one round trip.
 * @throws {LostRace} when an identity is another customer's or a customer has no row: the next run
 * locks and adds those too.
 */
async function lockFor(tx: Queries, concerned: Concerned): Promise<KnownStandings> {
  const { identities, customers, born } = concerned;
  // New rows first, so that a batch that waits for a new row holds no lock on an old one.
  const [, records, facts] = await Promise.all([
    born.size > 0 && tx.query(ADD_STANDINGS, [textArray([...born]), JSON.stringify(NEW_STANDING)], 'add-standings'),
    tx.query<StandingRecord>(LOCK_STANDINGS, [textArray([...customers])], 'lock-standings'),
    factsIn(tx, identities),
  ]);
  const found = new Set(records.map((record) => record.customer_id));
  const without = concerned.named.filter((customer) => !found.has(customer));
  const others = facts.map((row) => row.customer).filter((customer) => !found.has(customer));
  for (const customer of without) born.add(customer);
  for (const customer of others) customers.add(customer);
  if (without.length + others.length > 0) throw new LostRace();
  return withFacts(tx, records.map(standingOf), facts);
}

/** Completes the facts at hand with those of all the customers' identities. */
async function withFacts(
  queries: Queries,
  standings: readonly StandingRow[],
  atHand: readonly FactsRow[] = [],
): Promise<KnownStandings> {
  const facts = new Map(atHand.map((row) => [row.identity, row]));
  const missing = standings.flatMap((row) => row.standing.identities).filter((identity) => !facts.has(identity));
  for (const row of await factsIn(queries, new Set(missing))) facts.set(row.identity, row);
  return { standings: new Map(standings.map((row) => [row.customer, row])), facts };
}

/**
 * Returns the unpublished transitions of these customers, in number order: the ones just added, and
 * earlier ones, which are looked up.
 */
async function save(
  tx: Queries,
  { facts, customers }: ScoredBatch,
  known: KnownStandings,
  tables: FactTables,
): Promise<UnpublishedTransition[]> {
  if (facts.length === 0 && customers.length === 0) return [];
  const transitions = transitionsOf(customers);
  const [before] = await Promise.all([
    unpublishedBefore(tx, customers),
    saveFacts(tx, facts, known, tables),
    customers.length > 0 && tx.query(SAVE_STANDINGS, standingColumns(customers), 'save-standings'),
    saveDue(tx, customers, known),
    addTransitions(tx, transitions),
    pruneTransitions(tx, customers),
  ]);
  return [...before, ...transitions];
}

function standingColumns(customers: readonly ScoredCustomer[]): unknown[] {
  return columns(
    customers,
    (row) => row.customer,
    (row) => row.version,
    (row) => row.scored.standing.tiers.value?.tier ?? null,
    // Ids of segments are plain words, so that the array needs no quotes.
    (row) => `{${heldBy(row.scored.standing).join(',')}}`,
    (row) => JSON.stringify(row.scored.standing),
  );
}

const heldBy = ({ segments }: Standing) => Object.keys(segments).filter((id) => segments[id]?.holds);

const standingOf = ({ customer_id: customer, version, state }: StandingRecord): StandingRow => ({
  customer,
  version,
  standing: storedStanding(state),
});
