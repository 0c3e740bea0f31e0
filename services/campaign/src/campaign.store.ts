// The only file that knows the tables of decisions: contacts, decisions, waits. Decisions about a customer are taken under the lock of its contact
// row, rows locked in id order, timers included.
import type { Action, Signal } from '@segue/contracts';
import { type Db, LostRace, type Queries, columns } from '@segue/store';
import { type Contact, NO_CONTACT } from './domain/contact';
import type { Known, Outcome, Waiting } from './domain/decide-batch';
import type { Decision } from './domain/decide';

/** Any number; it keeps this lock apart from others in the database. */
const RULES_LOCK = 7_306_001;

// Shared by batches, taken alone by an edit: an edit waits for the batches under way, and those after it see its version.
const HOLD_RULES = `select pg_advisory_xact_lock_shared(${RULES_LOCK})`;
export const CHANGE_RULES = `select pg_advisory_xact_lock(${RULES_LOCK})`;
const RULES_VERSION = `select version from rules_version`;

const FAMILY = `
  with recursive family as (
    select customer_id, merged_into from contact where customer_id = any($1)
    union select c.customer_id, c.merged_into from contact c join family f on c.customer_id = f.merged_into)
  select customer_id from family`;
const ADD_CONTACTS = `
  insert into contact (customer_id, state) select id, $2 from unnest($1::text[]) as id order by id on conflict do nothing`;
const LOCK_CONTACTS = `
  select customer_id, merged_into, state from contact where customer_id = any($1) order by customer_id for update`;
const SAVE_CONTACTS = `
  update contact set state = new.state from unnest($1::text[], $2::text[]) as new(customer_id, state)
  where contact.customer_id = new.customer_id`;
const MERGE_CONTACTS = `
  update contact set merged_into = new.into_id from unnest($1::text[], $2::text[]) as new(from_id, into_id)
  where contact.customer_id = new.from_id`;
const MERGE_DECISIONS = `
  update decision set customer_id = new.into_id from unnest($1::text[], $2::text[]) as new(from_id, into_id)
  where decision.customer_id = new.from_id`;
const MERGE_WAITING = MERGE_DECISIONS.replaceAll('decision', 'waiting');

const DECIDED = `select id from decision where id = any($1)`;
const ADD_DECISIONS = `
  insert into decision (campaign, cause, step, id, customer_id, outcome, reason, decided_at, body, action, owed)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[],
    $9::text[], $10::text[], $11::boolean[])`;

const WAITING_OF = `select campaign, customer_id, due_at, signal from waiting where customer_id = any($1)`;
const ADD_WAITING = `
  insert into waiting (campaign, cause, customer_id, due_at, signal)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[])
  on conflict (campaign, cause) do update set due_at = excluded.due_at, customer_id = excluded.customer_id`;
const END_WAITING = `
  delete from waiting using unnest($1::text[], $2::text[], $3::bigint[]) as old(campaign, cause, due_at)
  where waiting.campaign = old.campaign and waiting.cause = old.cause and waiting.due_at = old.due_at`;
const DUE = `select campaign, customer_id, due_at, signal from waiting where due_at <= $1 order by due_at limit $2`;

const OWED_OF = `
  select number, action from decision where owed and customer_id = any($1) order by customer_id, number`;
const OWED = `select number, action from decision where owed order by customer_id, number limit $1`;
const SETTLE = `update decision set owed = false where number = any($1)`;

interface ContactRecord {
  customer_id: string;
  merged_into: string | null;
  state: string;
}
interface WaitingRecord {
  campaign: string;
  customer_id: string;
  due_at: number;
  signal: string;
}
export interface Owed {
  number: number;
  action: Action;
}

/** Thrown when campaigns or limits changed since they were read: read them and decide again. */
export class StaleRules extends Error {}

export class CampaignStore {
  constructor(private readonly db: Db) {}

  /**
   * Takes decisions about these customers in one transaction.
   * @param ids of the decisions that may be taken.
   * @throws {StaleRules} when the rules are not of `rulesVersion` any more.
   */
  async change(
    customers: readonly string[],
    ids: readonly string[],
    rulesVersion: number,
    work: (known: Known) => Outcome,
  ): Promise<Outcome> {
    return this.db.transaction(async (tx) => {
      await holdRules(tx, rulesVersion);
      const known = await lock(tx, customers, ids);
      const outcome = work(known);
      await save(tx, outcome, known);
      return outcome;
    });
  }

  /** Which of these have a contact row: a merge concerns campaigns only where somebody was decided about. */
  async contacted(customers: readonly string[]): Promise<Set<string>> {
    if (customers.length === 0) return new Set();
    const rows = await this.db.query<{ customer_id: string }>(FAMILY, [customers], 'family');
    return new Set(rows.map((row) => row.customer_id));
  }

  async due(now: number, limit: number): Promise<Waiting[]> {
    return (await this.db.query<WaitingRecord>(DUE, [now, limit], 'due')).map(waitingOf);
  }

  /** Actions of these customers that are not known to be published, in the order of their decisions. */
  async owedOf(customers: readonly string[]): Promise<Owed[]> {
    return (await this.db.query<{ number: number; action: string }>(OWED_OF, [customers], 'owed-of')).map(owedOf);
  }

  async owed(limit: number): Promise<Owed[]> {
    return (await this.db.query<{ number: number; action: string }>(OWED, [limit], 'owed')).map(owedOf);
  }

  async settle(published: readonly Owed[]): Promise<void> {
    if (published.length > 0) await this.db.query(SETTLE, [published.map((one) => one.number)], 'settle');
  }
}

async function holdRules(tx: Queries, expected: number): Promise<void> {
  await tx.query(HOLD_RULES, [], 'hold-rules');
  const [rules] = await tx.query<{ version: number }>(RULES_VERSION, [], 'rules-version');
  if (rules?.version !== expected) throw new StaleRules();
}

async function lock(tx: Queries, customers: readonly string[], ids: readonly string[]): Promise<Known> {
  await tx.query(ADD_CONTACTS, [customers, JSON.stringify(NO_CONTACT)], 'add-contacts');
  const family = await tx.query<{ customer_id: string }>(FAMILY, [customers], 'family');
  const locked = await tx.query<ContactRecord>(LOCK_CONTACTS, [family.map((row) => row.customer_id)], 'lock-contacts');
  const names = new Set(locked.map((row) => row.customer_id));
  // A merge between the look and the lock: the survivor must be locked too.
  if (locked.some((row) => row.merged_into !== null && !names.has(row.merged_into))) throw new LostRace();
  const decided = await tx.query<{ id: string }>(DECIDED, [ids], 'decided');
  const waiting = await tx.query<WaitingRecord>(WAITING_OF, [[...names]], 'waiting-of');
  return {
    contacts: new Map(locked.map((row) => [row.customer_id, JSON.parse(row.state) as Contact])),
    survivors: new Map(locked.flatMap((row) => (row.merged_into === null ? [] : [[row.customer_id, row.merged_into]]))),
    decided: new Set(decided.map((row) => row.id)),
    waiting: waiting.map(waitingOf),
  };
}

async function save(tx: Queries, outcome: Outcome, known: Known): Promise<void> {
  const { decisions, waitingAdded, waitingDone, merges } = outcome;
  const changed = [...outcome.contacts].filter(([customer, contact]) => known.contacts.get(customer) !== contact);
  if (merges.length > 0) {
    const moves = columns(
      merges,
      (merge) => merge.from,
      (merge) => merge.into,
    );
    await tx.query(MERGE_CONTACTS, moves, 'merge-contacts');
    await tx.query(MERGE_DECISIONS, moves, 'merge-decisions');
    await tx.query(MERGE_WAITING, moves, 'merge-waiting');
  }
  if (decisions.length > 0) await tx.query(ADD_DECISIONS, decisionColumns(decisions), 'add-decisions');
  if (changed.length > 0) {
    const rows = columns(
      changed,
      ([customer]) => customer,
      ([, contact]) => JSON.stringify(contact),
    );
    await tx.query(SAVE_CONTACTS, rows, 'save-contacts');
  }
  if (waitingDone.length > 0) {
    const ended = columns(
      waitingDone,
      (one) => one.campaign,
      (one) => one.signal.id,
      (one) => one.dueAt,
    );
    await tx.query(END_WAITING, ended, 'end-waiting');
  }
  const added = waitingAdded.filter((one) => !waitingDone.includes(one));
  if (added.length > 0) await tx.query(ADD_WAITING, waitingColumns(added), 'add-waiting');
}

function decisionColumns(decisions: readonly Decision[]): unknown[] {
  return columns(
    decisions,
    (one) => one.campaign,
    (one) => one.cause.id,
    (one) => one.step,
    (one) => one.id,
    (one) => one.customer,
    (one) => one.outcome,
    (one) => one.reason,
    (one) => one.decidedAt,
    ({ action, ...body }) => JSON.stringify(body),
    (one) => one.action && JSON.stringify(one.action),
    (one) => one.action !== null,
  );
}

function waitingColumns(waiting: readonly Waiting[]): unknown[] {
  return columns(
    waiting,
    (one) => one.campaign,
    (one) => one.signal.id,
    (one) => one.customer,
    (one) => one.dueAt,
    (one) => JSON.stringify(one.signal),
  );
}

function waitingOf(record: WaitingRecord): Waiting {
  const { campaign, customer_id: customer, due_at: dueAt, signal } = record;
  return { campaign, customer, dueAt, signal: JSON.parse(signal) as Signal };
}

const owedOf = ({ number, action }: { number: number; action: string }): Owed => ({
  number,
  action: JSON.parse(action) as Action,
});
