// The only file that knows the tables of decisions: contacts, decisions, waits. Decisions about a
// customer are taken under the locks of the contact rows of its identities, locked in their order,
// timers included.
import { randomUUID } from 'node:crypto';
import { type Action, type Identity, type Signal, customerIdOf, strongest } from '@segue/contracts';
import { type Db, LostRace, type Queries, StaleRules, columns, holdRules } from '@segue/store';
import type { Contact, Contacts } from '../contacts/domain/contact';
import type { Known, Outcome, Waiting } from './domain/decide-batch';
import type { Decision } from './domain/decide';
import { type Kin, newerKin } from '../contacts/domain/identity-group';
import { type Present, storedPresent } from './domain/customer-state';
import { mailboxesIn } from '../contacts/outcome.store';

// All identities of the customers concerned. Lateral with a limit: always a probe of the key,
// whatever the planner believes of the table's size.
const FAMILY = `
  with recursive family as (
    select kin_id as id from contact where identity = any($1) and kin_id is not null
    union select c.kin_id from family f
    cross join lateral (select identities from kin where id = f.id limit 1) k
    cross join lateral unnest(k.identities) as n(name)
    cross join lateral (select kin_id from contact where identity = n.name limit 1) c
    where c.kin_id is not null)
  select array_to_json(array_agg(distinct n.name))::text as identities from family f
  cross join lateral (select identities from kin where id = f.id limit 1) k
  cross join lateral unnest(k.identities) as n(name)`;
// A new row is its own kin until the batch says more: version 0 is older than any word.
const ADD_CONTACTS = `
  insert into contact (identity, customer_id, version, number, sent)
  select name, customer, 0, 0, '[]' from unnest($1::text[], $2::text[]) as t(name, customer)
  order by name on conflict do nothing`;
// Nulls cost nothing to read: a customer of many identities has most of them.
const LOCK_CONTACTS = `
  select identity, kin_id, case when kin_id is null then version end as version,
    case when kin_id is null then number end as number, nullif(sent, '[]') as sent
  from contact where identity = any($1) order by identity for update`;
// After the lock, so that it sees what the transaction before it committed.
const KIN_OF = `
  select id, array_to_json(identities)::text as identities, version, number from kin where id = any($1)`;
// Sent messages are null where they are unchanged.
const SAVE_CONTACTS = `
  update contact set customer_id = new.customer, kin_id = new.kin, version = new.version, number = new.number,
    sent = coalesce(new.sent, contact.sent)
  from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[])
    as new(name, customer, kin, version, number, sent)
  where contact.identity = new.name`;
const ADD_KIN = `
  insert into kin (id, identities, version, number)
  select id, identities::text[], version, number
  from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) as new(id, identities, version, number)`;
const RENEW_KIN = `
  update kin set version = new.version, number = new.number
  from unnest($1::text[], $2::bigint[], $3::bigint[]) as new(id, version, number) where kin.id = new.id`;
const DROP_KIN = `delete from kin where id = any($1)`;

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
  /** Null for a customer of one identity: then version and number of this row count. */
  kin_id: string | null;
  version: number | null;
  number: number | null;
  /** Null for none. */
  sent: string | null;
}
interface KinRecord {
  id: string;
  /** A JSON list. */
  identities: string;
  version: number;
  number: number;
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
  /**
   * Actions of the customers concerned that are not known to be published, in the order of their
   * decisions.
   */
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
    tx.query<{ identities: string | null }>(FAMILY, born.slice(0, 1), 'family'),
  ]);
  const related = JSON.parse(family[0]?.identities ?? '[]') as Identity[];
  const concerned = columns([...new Set([...named, ...related])], (identity) => identity);
  const locked = await tx.query<ContactRecord>(LOCK_CONTACTS, concerned, 'lock-contacts');
  const [kin, decided, waiting, present] = await Promise.all([
    kinOf(tx, locked),
    tx.query<{ id: string }>(DECIDED, [ids], 'decided'),
    tx.query<WaitingRecord>(WAITING_OF, [...concerned, until], 'waiting-of'),
    tx.query<{ identity: Identity; body: string }>(PRESENT_OF, concerned, 'present-of'),
  ]);
  const contacts = contactsOf(locked, kin);
  // A merge between the look and the lock: those it brought in must be locked too.
  const everyKin = new Set([...contacts.values()].map(({ kin }) => kin));
  for (const { identities } of everyKin) if (!identities.every((one) => contacts.has(one))) throw new LostRace();
  return {
    contacts,
    decided: new Set(decided.map((row) => row.id)),
    waiting: waiting.flatMap(waitingOf),
    waitingLater: countedLater(waiting),
    present: new Map(present.map(({ identity, body }) => [identity, storedPresent(body)])),
  };
}

/** Most customers have one identity and no such row. */
async function kinOf(tx: Queries, locked: readonly ContactRecord[]): Promise<KinRecord[]> {
  const ids = [...new Set(locked.flatMap((row) => row.kin_id ?? []))];
  return ids.length === 0 ? [] : tx.query<KinRecord>(KIN_OF, [ids], 'kin-of');
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
  const changed = changedRows(contacts, known.contacts);
  const saved = [
    decisions.length > 0 && tx.query(ADD_DECISIONS, decisionColumns(decisions), 'add-decisions'),
    changed.contacts.length > 0 && tx.query(SAVE_CONTACTS, contactColumns(changed.contacts), 'save-contacts'),
    changed.newKin.length > 0 && tx.query(ADD_KIN, newKinColumns(changed.newKin), 'add-kin'),
    changed.renewedKin.length > 0 && tx.query(RENEW_KIN, kinColumns(changed.renewedKin), 'renew-kin'),
    changed.unusedKin.length > 0 && tx.query(DROP_KIN, [changed.unusedKin], 'drop-kin'),
    waitingDone.length > 0 && tx.query(END_WAITING, endedColumns(waitingDone), 'end-waiting'),
    added.length > 0 && tx.query(ADD_WAITING, waitingColumns(added), 'add-waiting'),
    ...savePresent(tx, outcome.present),
  ];
  const owed = tx.query<OwedRecord>(
    OWED_OF,
    columns([...known.contacts.keys()], (identity) => identity),
    'owed-of',
  );
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

interface KinRow {
  id: string;
  kin: Kin;
}

interface ContactRow {
  identity: Identity;
  contact: Contact;
  kinId: string | null;
}

interface Changed {
  contacts: ContactRow[];
  newKin: KinRow[];
  renewedKin: KinRow[];
  /** Ids of rows that no contact refers to any longer. */
  unusedKin: string[];
}

/**
 * Returns the rows that change. A signal of a customer of many identities who stays the same renews
 * one row of kin; only where a list of identities changes, the contacts are written too.
 */
function changedRows(changes: Contacts, known: Contacts): Changed {
  const rows = new Map<string, KinRow>();
  for (const { kin } of known.values()) {
    const id = kinIds.get(kin);
    if (id !== undefined) rows.set(listOf(kin), { id, kin });
  }
  const before = new Map(rows);
  const idOf = memo((kin) => rowOf(kin, rows).id);
  const contacts: ContactRow[] = [];
  let hasMoved = false;
  for (const [identity, contact] of changes) {
    const kinId = contact.kin.identities.length > 1 ? idOf(contact.kin) : null;
    const old = known.get(identity);
    const isMoved = kinId !== (old === undefined ? null : (kinIds.get(old.kin) ?? null));
    hasMoved ||= isMoved;
    if (isMoved || kinId === null || !stored.has(contact.sent)) contacts.push({ identity, contact, kinId });
  }
  return {
    contacts,
    newKin: [...rows].flatMap(([list, row]) => (before.has(list) ? [] : [row])),
    renewedKin: [...rows].flatMap(([list, row]) => {
      const old = before.get(list);
      return old && (old.kin.version !== row.kin.version || old.kin.number !== row.kin.number) ? [row] : [];
    }),
    unusedKin: hasMoved ? unusedAmong([...before.values()], changes, known) : [],
  };
}

function rowOf(kin: Kin, rows: Map<string, KinRow>): KinRow {
  const list = listOf(kin);
  const old = rows.get(list);
  const row = old ? { id: old.id, kin: newerKin(old.kin, kin) } : { id: randomUUID(), kin };
  rows.set(list, row);
  return row;
}

/** All contacts of a list are locked with it, so that no other may refer to its row. */
function unusedAmong(rows: readonly KinRow[], changes: Contacts, known: Contacts): string[] {
  const used = new Set([...known].map(([identity, contact]) => listOf((changes.get(identity) ?? contact).kin)));
  return rows.filter(({ kin }) => !used.has(listOf(kin))).map(({ id }) => id);
}

function contactColumns(rows: readonly ContactRow[]): unknown[] {
  return columns(
    rows,
    ({ identity }) => identity,
    ({ contact }) => customerOf(contact.kin),
    ({ kinId }) => kinId,
    ({ contact }) => contact.kin.version,
    ({ contact }) => contact.kin.number,
    ({ contact }) => (stored.has(contact.sent) ? null : JSON.stringify(contact.sent)),
  );
}

function newKinColumns(rows: readonly KinRow[]): unknown[] {
  return columns(
    rows,
    ({ id }) => id,
    ({ kin }) => arrayLiteral(kin.identities),
    ({ kin }) => kin.version,
    ({ kin }) => kin.number,
  );
}

function kinColumns(rows: readonly KinRow[]): unknown[] {
  return columns(
    rows,
    ({ id }) => id,
    ({ kin }) => kin.version,
    ({ kin }) => kin.number,
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
const NONE_SENT: Contact['sent'] = [];
/** Ids of the rows from which kin was read. */
const kinIds = new WeakMap<Kin, string>();

function contactsOf(records: readonly ContactRecord[], kinRecords: readonly KinRecord[]): Map<Identity, Contact> {
  const kinOf = new Map(
    kinRecords.map(({ id, identities, version, number }) => {
      const kin: Kin = { identities: JSON.parse(identities) as Identity[], version, number };
      kinIds.set(kin, id);
      return [id, kin];
    }),
  );
  return new Map(
    records.map(({ identity, kin_id: id, version, number, sent: text }) => {
      const sent = text === null ? NONE_SENT : (JSON.parse(text) as Contact['sent']);
      stored.add(sent);
      const own = { identities: [identity], version: version ?? 0, number: number ?? 0 };
      return [identity, { sent, kin: id === null ? own : (kinOf.get(id) as Kin) }];
    }),
  );
}

/** All identities of a customer share one object. */
function memo<V>(work: (kin: Kin) => V): (kin: Kin) => V {
  const known = new WeakMap<Kin, V>();
  return (kin) => {
    const value = known.get(kin) ?? work(kin);
    known.set(kin, value);
    return value;
  };
}

const listOf = memo(({ identities }) => JSON.stringify(identities));
const customerOf = memo(({ identities }) => customerIdOf(strongest(identities)));

function waitingOf({ campaign, identity, due_at: dueAt, signal }: WaitingRecord): Waiting[] {
  return signal === null ? [] : [{ campaign, identity, dueAt, signal: JSON.parse(signal) as Signal }];
}

const owedOf = ({ number, action }: OwedRecord): Owed => ({
  number,
  action: JSON.parse(action) as Action,
});
