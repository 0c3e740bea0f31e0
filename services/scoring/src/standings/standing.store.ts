// The only file that knows the tables of facts, standings, due times and transitions. Rows of
// standings are locked in id order: two batches that share customers wait for each other instead of
// deadlocking.
import type { Head, ProfileChanged } from '@segue/contracts';
import { inSlices } from '@segue/service';
import { type Db, LostRace, type Queries, StaleRules, columns, holdRules, textArray } from '@segue/store';
import { storedFacts } from '../score/domain/facts';
import type {
  FactsRow,
  KnownStandings,
  ScoredBatch,
  ScoredCustomer,
  Scoring,
  StandingRow,
} from '../score/domain/score';
import { NEW_STANDING, type Standing, dueAt } from '../score/domain/standing.state';
import { type Transition, type PendingTransition } from '../score/domain/transition';

const CLAIMS = `select customer_id from facts where identity = any($1::text[])`;
const ADD_STANDINGS = `
  insert into standing (customer_id, version, segments, state) select id, 0, '{}', $2 from unnest($1::text[]) as id
  order by id on conflict do nothing`;
const LOCK_STANDINGS = `
  select customer_id, version, state from standing where customer_id = any($1::text[]) order by customer_id for update`;
const STANDINGS = `select customer_id, version, state from standing where customer_id = any($1::text[])`;
// Those that a batch is at work on are left to it: it fires what is due itself.
const CLAIM_DUE = `
  select s.customer_id, s.version, s.state from due d join standing s using (customer_id)
  where d.due_at <= $1 order by d.due_at limit $2 for update of s skip locked`;
const DUE_LEFT = `select 1 as one from due where due_at <= $1 limit 1`;
const FACTS = `select identity, customer_id, claim, state from facts where identity = any($1::text[])`;

const SAVE_FACTS = `
  with saved as (
    insert into facts as known (identity, customer_id, claim, state)
    select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[])
    on conflict (identity) do update
    set customer_id = excluded.customer_id, claim = excluded.claim, state = excluded.state
    where known.customer_id = any($5::text[])
    returning 1)
  select count(*)::int as saved from saved`;
const SAVE_STANDINGS = `
  update standing set version = new.version, value_tier = new.tier, segments = new.segments::text[], state = new.state
  from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[]) as new(customer_id, version, tier, segments, state)
  where standing.customer_id = new.customer_id`;
const SAVE_DUE = `
  insert into due (customer_id, due_at) select * from unnest($1::text[], $2::bigint[])
  on conflict (customer_id) do update set due_at = excluded.due_at`;
const END_DUE = `delete from due where customer_id = any($1::text[])`;
const ADD_TRANSITIONS = `
  insert into transition (customer_id, number, kind, subject, occurred_at, body)
  select * from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::text[])`;
const ADD_UNPUBLISHED = `
  insert into unpublished (customer_id, number, occurred_at, head)
  select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[])`;

// Lateral with a limit: always one probe of the key per transition, whatever sizes the planner
// assumes of the tables.
const WITH_BODY = `
  cross join lateral (
    select body from transition where customer_id = remaining.customer_id and number = remaining.number limit 1) as known
  order by remaining.customer_id, remaining.number`;
// Those from before the batch that just added the rest: a crash may have left them.
const UNPUBLISHED_BEFORE = `
  select remaining.customer_id, remaining.number, body, head from unnest($1::text[], $2::bigint[]) as added(customer_id, first)
  cross join lateral (
    select customer_id, number, head from unpublished
    where customer_id = added.customer_id and number < added.first order by number) as remaining ${WITH_BODY}`;
const UNPUBLISHED = `
  select remaining.customer_id, remaining.number, body, head from (
    select customer_id, number, head from unpublished order by customer_id, number limit $1) as remaining ${WITH_BODY}`;
const UNPUBLISHED_UNTIL = `
  select remaining.customer_id, remaining.number, body, head from (
    select customer_id, number, head from unpublished
    where occurred_at <= $1 order by customer_id, number limit $2) as remaining ${WITH_BODY}`;
const MARK_PUBLISHED = `
  delete from unpublished using unnest($1::text[], $2::bigint[]) as published(customer_id, number)
  where unpublished.customer_id = published.customer_id and unpublished.number = published.number`;
// Deletes the oldest of a customer with very many, except unpublished ones.
const PRUNE = `
  delete from transition using unnest($1::text[], $2::bigint[]) as old(customer_id, number)
  where transition.customer_id = old.customer_id and transition.number <= old.number and not exists (
    select from unpublished
    where unpublished.customer_id = transition.customer_id and unpublished.number = transition.number)`;
const AFTER = `
  select customer_id from standing where customer_id > $1 order by customer_id limit $2`;

/** Number of transitions kept of one customer: the newest, and up to PRUNED_AT more. */
const KEPT_TRANSITIONS = 1_000;
const PRUNED_AT = 100;
/** Maximum characters of transitions in one statement, written without blocking the event loop. */
const MOST_LENGTH_AT_ONCE = 2_000_000;

interface StandingRecord {
  customer_id: string;
  version: number;
  state: string;
}
interface FactsRecord {
  identity: string;
  customer_id: string;
  claim: number;
  state: string;
}
interface TransitionRecord {
  customer_id: string;
  number: number;
  body: string;
  head: string;
}

export interface UnpublishedTransition {
  customer: string;
  transition: PendingTransition;
}

/**
 * Customers as they were written, and all of their transitions that are not known to be published.
 */
export interface Written {
  customers: readonly ScoredCustomer[];
  unpublished: UnpublishedTransition[];
}

export class StandingStore {
  constructor(private readonly db: Db) {}

  /** @throws {StaleRules} when the rulebook is not of `rulesVersion` any more. */
  change(
    batch: readonly ProfileChanged[],
    rulesVersion: number,
    work: (known: KnownStandings) => Scoring,
  ): Promise<Written> {
    return this.write(rulesVersion, (tx) => lockFor(tx, batch), work);
  }

  /** Up to `limit` customers with something due, left out those that others are at work on. */
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

  changeCustomers(
    customers: readonly string[],
    rulesVersion: number,
    work: (known: KnownStandings) => Scoring,
  ): Promise<Written> {
    const lock = async (tx: Queries) => {
      const records = await tx.query<StandingRecord>(LOCK_STANDINGS, [textArray(customers)], 'lock-standings');
      return withFacts(tx, records.map(standingOf));
    };
    return this.write(rulesVersion, lock, work);
  }

  /** Without a lock, for questions from outside. */
  async read(customers: readonly string[]): Promise<KnownStandings> {
    const records = await this.db.query<StandingRecord>(STANDINGS, [textArray(customers)], 'standings');
    return withFacts(this.db, records.map(standingOf));
  }

  async isAnythingDue(until: number): Promise<boolean> {
    return (await this.db.query(DUE_LEFT, [until], 'due-left')).length > 0;
  }

  /**
   * All customers, so many at a time, in the order of their ids, which are hashes: any first part
   * of them is a fair sample. Several may draw from one walk; each customer comes to one of them.
   */
  async *customers(atOnce: number): AsyncGenerator<readonly string[], void, undefined> {
    for (let after = ''; ;) {
      const rows = await this.db.query<{ customer_id: string }>(AFTER, [after, atOnce], 'customers-after');
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows.map((row) => row.customer_id);
      after = last.customer_id;
    }
  }

  async unpublished(limit: number): Promise<UnpublishedTransition[]> {
    return (await this.db.query<TransitionRecord>(UNPUBLISHED, [limit], 'unpublished')).map(unpublishedOf);
  }

  /** Of what happened up to an instant. */
  async unpublishedUntil(until: number, limit: number): Promise<UnpublishedTransition[]> {
    return (await this.db.query<TransitionRecord>(UNPUBLISHED_UNTIL, [until, limit], 'unpublished-until')).map(
      unpublishedOf,
    );
  }

  async markPublished(published: readonly UnpublishedTransition[]): Promise<void> {
    if (published.length === 0) return;
    await this.db.query(
      MARK_PUBLISHED,
      columns(
        published,
        (one) => one.customer,
        (one) => one.transition.number,
      ),
      'mark-published',
    );
  }

  private write(
    rulesVersion: number,
    lock: (tx: Queries) => Promise<KnownStandings>,
    work: (known: KnownStandings) => Scoring,
  ): Promise<Written> {
    return this.db.transaction(async (tx) => {
      const [version, known] = await Promise.all([holdRules(tx), lock(tx)]);
      if (version !== rulesVersion) throw new StaleRules();
      // An identity that went to another customer between the look and the lock: that one must be
      // locked too.
      for (const row of known.facts.values()) if (!known.standings.has(row.customer)) throw new LostRace();
      const { facts, customers } = await inSlices(work(known));
      return { customers, unpublished: await save(tx, { facts, customers }, known) };
    });
  }
}

async function lockFor(tx: Queries, batch: readonly ProfileChanged[]): Promise<KnownStandings> {
  const named = new Set(batch.flatMap((profile) => profile.identities));
  for (const profile of batch) for (const touchpoint of profile.touchpoints) named.add(touchpoint.identity);
  const claims = await tx.query<{ customer_id: string }>(CLAIMS, [textArray([...named])], 'claims');
  const known = new Set(claims.map((claim) => claim.customer_id));
  const born = [...new Set(batch.map((profile) => profile.customer))].filter((customer) => !known.has(customer));
  // New rows first, so that who waits for a new row holds no old one.
  const [, records, facts] = await Promise.all([
    born.length > 0 && tx.query(ADD_STANDINGS, [textArray(born), JSON.stringify(NEW_STANDING)], 'add-standings'),
    tx.query<StandingRecord>(LOCK_STANDINGS, [textArray([...known, ...born])], 'lock-standings'),
    factsIn(tx, named),
  ]);
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

async function factsIn(queries: Queries, identities: ReadonlySet<string>): Promise<FactsRow[]> {
  if (identities.size === 0) return [];
  return (await queries.query<FactsRecord>(FACTS, [textArray([...identities])], 'facts')).map(factsOf);
}

/**
 * Returns the unpublished transitions of these customers, in number order: those that they add are
 * at hand, earlier ones are looked up.
 */
async function save(
  tx: Queries,
  { facts, customers }: ScoredBatch,
  known: KnownStandings,
): Promise<UnpublishedTransition[]> {
  if (facts.length === 0 && customers.length === 0) return [];
  const transitions = transitionsOf(customers);
  const many = customers.filter(hasMany);
  const [before] = await Promise.all([
    customers.length > 0
      ? tx.query<TransitionRecord>(UNPUBLISHED_BEFORE, firstAdded(customers), 'unpublished-before')
      : [],
    saveFacts(tx, facts, known),
    customers.length > 0 && tx.query(SAVE_STANDINGS, standingColumns(customers), 'save-standings'),
    saveDue(tx, customers, known),
    addTransitions(tx, transitions),
    many.length > 0 && tx.query(PRUNE, prunedColumns(many), 'prune-transitions'),
  ]);
  return [...before.map(unpublishedOf), ...transitions];
}

async function saveFacts(tx: Queries, facts: readonly FactsRow[], known: KnownStandings): Promise<void> {
  if (facts.length === 0) return;
  const rows = columns(
    facts,
    (row) => row.identity,
    (row) => row.customer,
    (row) => row.claim,
    (row) => JSON.stringify(row.facts),
  );
  const locked = textArray([...known.standings.keys()]);
  const [result] = await tx.query<{ saved: number }>(SAVE_FACTS, [...rows, locked], 'save-facts');
  if (result?.saved !== facts.length) throw new LostRace();
}

async function saveDue(tx: Queries, customers: readonly ScoredCustomer[], known: KnownStandings): Promise<void> {
  const changed = customers
    .map(({ customer, scored }) => ({ customer, due: dueAt(scored.standing), before: dueBefore(known, customer) }))
    .filter(({ due, before }) => due !== before);
  const set = changed.filter((row) => row.due !== null);
  const ended = changed.filter((row) => row.due === null);
  const rows = columns(
    set,
    (row) => row.customer,
    (row) => row.due,
  );
  await Promise.all([
    set.length > 0 && tx.query(SAVE_DUE, rows, 'save-due'),
    ended.length > 0 && tx.query(END_DUE, [textArray(ended.map((row) => row.customer))], 'end-due'),
  ]);
}

/** True once per hundred transitions, so that few batches prune. */
function hasMany({ scored: { standing, transitions } }: ScoredCustomer): boolean {
  const hundreds = (number: number) => Math.floor(number / PRUNED_AT);
  const [first] = transitions;
  return (
    first !== undefined && standing.number > KEPT_TRANSITIONS && hundreds(standing.number) > hundreds(first.number - 1)
  );
}

const prunedColumns = (customers: readonly ScoredCustomer[]) =>
  columns(
    customers,
    (row) => row.customer,
    (row) => row.scored.standing.number - KEPT_TRANSITIONS,
  );

const firstAdded = (customers: readonly ScoredCustomer[]) =>
  columns(
    customers,
    (row) => row.customer,
    ({ scored }) => scored.transitions[0]?.number ?? scored.standing.number + 1,
  );

const transitionsOf = (customers: readonly ScoredCustomer[]): UnpublishedTransition[] =>
  customers.flatMap(({ customer, scored }) => scored.transitions.map((transition) => ({ customer, transition })));

function dueBefore(known: KnownStandings, customer: string): number | null {
  const row = known.standings.get(customer);
  return row ? dueAt(row.standing) : null;
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

interface TransitionRow extends Omit<TransitionRecord, 'customer_id'> {
  customer: string;
  transition: Transition;
}

/**
 * Adds transitions in one statement, or in several where there is very much: each has a head, and a
 * customer may enter a thousand segments at once.
 */
async function addTransitions(tx: Queries, transitions: readonly UnpublishedTransition[]): Promise<void> {
  const heads = new Map<Head, string>();
  let rows: TransitionRow[] = [];
  let length = 0;
  const add = () =>
    Promise.all([
      tx.query(ADD_TRANSITIONS, transitionColumns(rows), 'add-transitions'),
      tx.query(ADD_UNPUBLISHED, unpublishedColumns(rows), 'add-unpublished'),
    ]);
  for (const { customer, transition } of transitions) {
    const { head: known, ...rest } = transition;
    const head = heads.get(known) ?? JSON.stringify(known);
    heads.set(known, head);
    const row = { customer, number: transition.number, transition, body: JSON.stringify(rest), head };
    length += row.body.length + head.length;
    rows.push(row);
    if (length < MOST_LENGTH_AT_ONCE) continue;
    await add();
    rows = [];
    length = 0;
  }
  if (rows.length > 0) await add();
}

function transitionColumns(rows: readonly TransitionRow[]): unknown[] {
  return columns(
    rows,
    (row) => row.customer,
    (row) => row.number,
    (row) => row.transition.kind,
    (row) => row.transition.subject,
    (row) => row.transition.occurredAt,
    (row) => row.body,
  );
}

const unpublishedColumns = (rows: readonly TransitionRow[]): unknown[] =>
  columns(
    rows,
    (row) => row.customer,
    (row) => row.number,
    (row) => row.transition.occurredAt,
    (row) => row.head,
  );

const standingOf = ({ customer_id: customer, version, state }: StandingRecord): StandingRow => ({
  customer,
  version,
  standing: JSON.parse(state) as Standing,
});

const factsOf = ({ identity, customer_id: customer, claim, state }: FactsRecord): FactsRow => ({
  identity,
  customer,
  claim,
  facts: storedFacts(state),
});

const unpublishedOf = ({ customer_id: customer, body, head }: TransitionRecord): UnpublishedTransition => ({
  customer,
  transition: { ...(JSON.parse(body) as Transition), head: JSON.parse(head) as Head },
});
