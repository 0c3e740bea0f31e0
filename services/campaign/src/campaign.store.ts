// The only file that knows the tables of decisions: contacts, decisions, waits. Decisions about a customer are taken under the locks of the contact
// rows of its identities, locked in their order, timers included.
import { type Action, type Identity, type Signal, customerIdOf, strongest } from '@segue/contracts';
import { type Db, LostRace, type Queries, StaleRules, columns, holdRules } from '@segue/store';
import type { Contact } from './domain/contact';
import type { Known, Outcome, Waiting } from './domain/decide-batch';
import type { Decision } from './domain/decide';
import type { Present } from './domain/present';
import { mailboxesIn } from './outcome.store';

// Lateral with a limit: always a probe of the key, whatever the planner believes of the table's size.
const FAMILY = `
  with recursive family as (
    select identity, kin from contact where identity = any($1)
    union select c.identity, c.kin from family f cross join lateral unnest(f.kin) as k(name)
    cross join lateral (select identity, kin from contact where identity = k.name limit 1) c)
  select identity from family`;
// A new row is its own kin until the batch says more: version 0 is older than any word.
const ADD_CONTACTS = `
  insert into contact (identity, customer_id, kin, version, number, sent)
  select name, customer, array[name], 0, 0, '[]' from unnest($1::text[], $2::text[]) as t(name, customer)
  order by name on conflict do nothing`;
const LOCK_CONTACTS = `
  select identity, array_to_json(kin)::text as kin, version, number, sent from contact
  where identity = any($1) order by identity for update`;
// Sent messages are null where they are unchanged.
const SAVE_CONTACTS = `
  update contact set customer_id = new.customer, kin = new.kin::text[], version = new.version, number = new.number,
    sent = coalesce(new.sent, contact.sent)
  from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[])
    as new(name, customer, kin, version, number, sent)
  where contact.identity = new.name`;

const DECIDED = `select id from decision where id = any($1)`;
const ADD_DECISIONS = `
  insert into decision (campaign, cause, step, id, identity, outcome, reason, decided_at, body, action, owed)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[],
    $9::text[], $10::text[], $11::boolean[])`;

// Waits that are not over yet are only counted, since a signal may be large.
const WAITING_OF = `
  select campaign, identity, due_at, case when due_at <= $2 then signal end as signal from waiting where identity = any($1)`;
const ADD_WAITING = `
  insert into waiting (campaign, cause, identity, due_at, signal)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[])
  on conflict (campaign, cause) do update set due_at = excluded.due_at`;
const END_WAITING = `
  delete from waiting using unnest($1::text[], $2::text[], $3::bigint[]) as old(campaign, cause, due_at)
  where waiting.campaign = old.campaign and waiting.cause = old.cause and waiting.due_at = old.due_at`;
const DUE = `select campaign, identity, due_at, signal from waiting where due_at <= $1 order by due_at, campaign, cause limit $2`;
const DUE_LEFT = `select 1 as one from waiting where due_at <= $1 limit 1`;

const PRESENT_OF = `select identity, body from present where identity = any($1)`;
const SAVE_PRESENT = `
  insert into present (identity, body) select * from unnest($1::text[], $2::text[])
  on conflict (identity) do update set body = excluded.body`;
const FORGET_PRESENT = `delete from present where identity = any($1)`;
const WAITING_AMONG = `select distinct identity from waiting where identity = any($1)`;

const OWED_OF = `select number, action from decision where owed and identity = any($1) order by number`;
const OWED = `select number, action from decision where owed order by number limit $1`;
const SETTLE = `update decision set owed = false where number = any($1)`;

interface ContactRecord {
  identity: Identity;
  /** A JSON list. */
  kin: string;
  version: number;
  number: number;
  sent: string;
}
interface WaitingRecord {
  campaign: string;
  identity: Identity;
  due_at: number;
  /** Null where the wait is not over yet. */
  signal: string | null;
}
interface OwedRecord {
  number: number;
  action: string;
}

export interface Owed {
  number: number;
  action: Action;
}

export interface Decided {
  decisions: readonly Decision[];
  /** Actions of the customers concerned that are not known to be published, in the order of their decisions. */
  owed: readonly Owed[];
}

export class CampaignStore {
  constructor(private readonly db: Db) {}

  /**
   * Takes decisions about the customers of these identities in one transaction.
   * @param ids of the decisions that may be taken.
   * @param addressesIn what the decisions may be sent to, given what is known.
   * @param until the latest instant of the decisions: waits that end by then are loaded completely.
   * @throws {StaleRules} when the rules are no longer of `rulesVersion`.
   */
  async change(
    identities: readonly Identity[],
    ids: readonly string[],
    until: number,
    rulesVersion: number,
    addressesIn: (known: Omit<Known, 'mailboxes'>) => Identity[],
    work: (known: Known) => Promise<Outcome>,
  ): Promise<Decided> {
    return this.db.transaction(async (tx) => {
      const [version, known] = await Promise.all([holdRules(tx), lock(tx, identities, ids, until)]);
      if (version !== rulesVersion) throw new StaleRules();
      const mailboxes = await mailboxesIn(tx, addressesIn(known));
      const outcome = await work({ ...known, mailboxes });
      return { decisions: outcome.decisions, owed: await save(tx, outcome, known) };
    });
  }

  /** Those of these identities for which something waits. */
  async waitingAmong(identities: readonly Identity[]): Promise<Set<Identity>> {
    if (identities.length === 0) return new Set();
    const rows = await this.db.query<{ identity: Identity }>(WAITING_AMONG, [identities], 'waiting-among');
    return new Set(rows.map((row) => row.identity));
  }

  async isAnythingDue(now: number): Promise<boolean> {
    return (await this.db.query(DUE_LEFT, [now], 'due-left')).length > 0;
  }

  async due(now: number, limit: number): Promise<Waiting[]> {
    return (await this.db.query<WaitingRecord>(DUE, [now, limit], 'due')).flatMap(waitingOf);
  }

  async owed(limit: number): Promise<Owed[]> {
    return (await this.db.query<OwedRecord>(OWED, [limit], 'owed')).map(owedOf);
  }

  async settle(published: readonly Owed[]): Promise<void> {
    if (published.length > 0) await this.db.query(SETTLE, [published.map((one) => one.number)], 'settle');
  }
}

async function lock(
  tx: Queries,
  named: readonly Identity[],
  ids: readonly string[],
  until: number,
): Promise<Omit<Known, 'mailboxes'>> {
  const born = columns(named, (identity) => identity, customerIdOf);
  const [, family] = await Promise.all([
    tx.query(ADD_CONTACTS, born, 'add-contacts'),
    tx.query<{ identity: Identity }>(FAMILY, [named], 'family'),
  ]);
  const concerned = family.map((row) => row.identity);
  const [locked, decided, waiting, present] = await Promise.all([
    tx.query<ContactRecord>(LOCK_CONTACTS, [concerned], 'lock-contacts'),
    tx.query<{ id: string }>(DECIDED, [ids], 'decided'),
    tx.query<WaitingRecord>(WAITING_OF, [concerned, until], 'waiting-of'),
    tx.query<{ identity: Identity; body: string }>(PRESENT_OF, [concerned], 'present-of'),
  ]);
  const contacts = contactsOf(locked);
  // A merge between the look and the lock: those it brought in must be locked too.
  for (const { kin } of contacts.values()) if (!kin.identities.every((one) => contacts.has(one))) throw new LostRace();
  return {
    contacts,
    decided: new Set(decided.map((row) => row.id)),
    waiting: waiting.flatMap(waitingOf),
    waitingLater: countedLater(waiting),
    present: new Map(present.map(({ identity, body }) => [identity, JSON.parse(body) as Present])),
  };
}

function countedLater(waiting: readonly WaitingRecord[]): Map<Identity, number> {
  const later = new Map<Identity, number>();
  for (const { identity, signal } of waiting) if (signal === null) later.set(identity, (later.get(identity) ?? 0) + 1);
  return later;
}

/** Answers with the actions that are owed, these and what a crash left. */
async function save(tx: Queries, outcome: Outcome, known: Pick<Known, 'contacts'>): Promise<Owed[]> {
  const { decisions, contacts, waitingAdded, waitingDone } = outcome;
  const added = waitingAdded.filter((one) => !waitingDone.includes(one));
  const saved = [
    decisions.length > 0 && tx.query(ADD_DECISIONS, decisionColumns(decisions), 'add-decisions'),
    contacts.size > 0 && tx.query(SAVE_CONTACTS, contactColumns(contacts), 'save-contacts'),
    waitingDone.length > 0 && tx.query(END_WAITING, endedColumns(waitingDone), 'end-waiting'),
    added.length > 0 && tx.query(ADD_WAITING, waitingColumns(added), 'add-waiting'),
    ...savePresent(tx, outcome.present),
  ];
  const owed = tx.query<OwedRecord>(OWED_OF, [[...known.contacts.keys()]], 'owed-of');
  const [records] = await Promise.all([owed, ...saved]);
  return records.map(owedOf);
}

function savePresent(tx: Queries, present: Outcome['present']): Promise<unknown>[] {
  const kept = [...present].filter((entry): entry is [Identity, Present] => entry[1] !== null);
  const forgotten = [...present].flatMap(([identity, one]) => (one === null ? [identity] : []));
  const rows = columns(
    kept,
    ([identity]) => identity,
    ([, one]) => JSON.stringify(one),
  );
  return [
    ...(kept.length > 0 ? [tx.query(SAVE_PRESENT, rows, 'save-present')] : []),
    ...(forgotten.length > 0 ? [tx.query(FORGET_PRESENT, [forgotten], 'forget-present')] : []),
  ];
}

function endedColumns(waiting: readonly Waiting[]): unknown[] {
  return columns(
    waiting,
    (one) => one.campaign,
    (one) => one.signal.id,
    (one) => one.dueAt,
  );
}

function contactColumns(contacts: Outcome['contacts']): unknown[] {
  // All identities of a customer share one list of kin.
  const customerOf = memo((kin: readonly Identity[]) => customerIdOf(strongest(kin)));
  const literalOf = memo(arrayLiteral);
  return columns(
    [...contacts],
    ([identity]) => identity,
    ([, { kin }]) => customerOf(kin.identities),
    ([, { kin }]) => literalOf(kin.identities),
    ([, { kin }]) => kin.version,
    ([, { kin }]) => kin.number,
    ([, { sent }]) => (stored.has(sent) ? null : JSON.stringify(sent)),
  );
}

/** Arrays within an array of rows: `unnest` would take them apart. */
const arrayLiteral = (texts: readonly string[]): string =>
  `{${texts.map((text) => `"${text.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`;

function decisionColumns(decisions: readonly Decision[]): unknown[] {
  return columns(
    decisions,
    (one) => one.campaign,
    (one) => one.cause.id,
    (one) => one.step,
    (one) => one.id,
    (one) => one.identity,
    (one) => one.outcome,
    (one) => one.reason,
    (one) => one.decidedAt,
    ({ action, identity, ...body }) => JSON.stringify(body),
    (one) => one.action && JSON.stringify(one.action),
    (one) => one.action !== null,
  );
}

function waitingColumns(waiting: readonly Waiting[]): unknown[] {
  return columns(
    waiting,
    (one) => one.campaign,
    (one) => one.signal.id,
    (one) => one.identity,
    (one) => one.dueAt,
    (one) => JSON.stringify(one.signal),
  );
}

/** Lists as they were read: most contacts are saved with their sent messages unchanged. */
const stored = new WeakSet<Contact['sent']>();

function contactsOf(records: readonly ContactRecord[]): Map<Identity, Contact> {
  const kinOf = memo((text: string) => JSON.parse(text) as Identity[]);
  return new Map(
    records.map(({ identity, kin, version, number, sent: text }) => {
      const sent = JSON.parse(text) as Contact['sent'];
      stored.add(sent);
      return [identity, { sent, kin: { identities: kinOf(kin), version, number } }];
    }),
  );
}

function memo<K, V>(work: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const value = known.get(key) ?? work(key);
    known.set(key, value);
    return value;
  };
}

function waitingOf({ campaign, identity, due_at: dueAt, signal }: WaitingRecord): Waiting[] {
  return signal === null ? [] : [{ campaign, identity, dueAt, signal: JSON.parse(signal) as Signal }];
}

const owedOf = ({ number, action }: OwedRecord): Owed => ({
  number,
  action: JSON.parse(action) as Action,
});
