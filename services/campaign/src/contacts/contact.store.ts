// Tables of contacts and identity groups: rows are locked in the order of the identities, so that
// transactions that share customers wait for each other instead of deadlocking.
import { randomUUID } from 'node:crypto';
import { type Identity, customerIdOf, strongest } from '@segue/contracts';
import { LostRace, type Queries, columns } from '@segue/store';
import type { Contact, Contacts } from './domain/contact';
import { type IdentityGroup, newerIdentityGroup } from './domain/identity-group';

// All identities of the customers concerned. Lateral with a limit: always a probe of the key,
// whatever the planner believes of the table's size.
const IDENTITIES_CONCERNED = `
  with recursive family as (
    select group_id as id from contact where identity = any($1) and group_id is not null
    union select c.group_id from family f
    cross join lateral (select identities from identity_group where id = f.id limit 1) k
    cross join lateral unnest(k.identities) as n(name)
    cross join lateral (select group_id from contact where identity = n.name limit 1) c
    where c.group_id is not null)
  select array_to_json(array_agg(distinct n.name))::text as identities from family f
  cross join lateral (select identities from identity_group where id = f.id limit 1) k
  cross join lateral unnest(k.identities) as n(name)`;
// A new row is an identity group of its own until a signal names more: version 0 is the oldest.
const ADD_CONTACTS = `
  insert into contact (identity, customer_id, version, number, sent)
  select name, customer, 0, 0, '[]' from unnest($1::text[], $2::text[]) as t(name, customer)
  order by name on conflict do nothing`;
// Nulls cost nothing to read, and a customer of many identities has many.
const LOCK_CONTACTS = `
  select identity, group_id, case when group_id is null then version end as version,
    case when group_id is null then number end as number, nullif(sent, '[]') as sent
  from contact where identity = any($1) order by identity for update`;
// After the lock, so that it sees what the transaction before it committed.
const GROUPS_OF = `
  select id, array_to_json(identities)::text as identities, version, number from identity_group where id = any($1)`;
// Sent messages are null where they are unchanged.
const SAVE_CONTACTS = `
  update contact set customer_id = new.customer, group_id = new.group_id, version = new.version, number = new.number,
    sent = coalesce(new.sent, contact.sent)
  from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[])
    as new(name, customer, group_id, version, number, sent)
  where contact.identity = new.name`;
const ADD_GROUPS = `
  insert into identity_group (id, identities, version, number)
  select id, identities::text[], version, number
  from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) as new(id, identities, version, number)`;
const RENEW_GROUPS = `
  update identity_group set version = new.version, number = new.number
  from unnest($1::text[], $2::bigint[], $3::bigint[]) as new(id, version, number) where identity_group.id = new.id`;
const DROP_GROUPS = `delete from identity_group where id = any($1)`;

interface ContactRecord {
  identity: Identity;
  /** Null for a customer of one identity: then version and number of this row count. */
  group_id: string | null;
  version: number | null;
  number: number | null;
  /** Null for none. */
  sent: string | null;
}
interface GroupRecord {
  id: string;
  /** A JSON list. */
  identities: string;
  version: number;
  number: number;
}

/** Contact rows that are locked, before their identity groups are read. */
export interface LockedContacts {
  identities: readonly Identity[];
  read(): Promise<Map<Identity, Contact>>;
}

/**
 * Locks the contact rows of all identities of these customers, in the order of the identities.
 * `read` throws `LostRace` where a merge has added identities that are not locked.
 */
export async function lockContacts(tx: Queries, named: readonly Identity[]): Promise<LockedContacts> {
  const added = columns(named, (identity) => identity, customerIdOf);
  const [, related] = await Promise.all([
    tx.query(ADD_CONTACTS, added, 'add-contacts'),
    tx.query<{ identities: string | null }>(IDENTITIES_CONCERNED, added.slice(0, 1), 'family'),
  ]);
  const all = JSON.parse(related[0]?.identities ?? '[]') as Identity[];
  const identities = [...new Set([...named, ...all])];
  const locked = await tx.query<ContactRecord>(LOCK_CONTACTS, [identities], 'lock-contacts');
  return { identities, read: async () => withEveryGroup(contactsOf(locked, await groupsOf(tx, locked))) };
}

function withEveryGroup(contacts: Map<Identity, Contact>): Map<Identity, Contact> {
  const groups = new Set([...contacts.values()].map(({ identityGroup }) => identityGroup));
  for (const { identities } of groups) if (!identities.every((one) => contacts.has(one))) throw new LostRace();
  return contacts;
}

/** Saves the contacts that changed since they were locked, and their identity groups. */
export async function saveContacts(tx: Queries, changes: Contacts, known: Contacts): Promise<void> {
  const { contacts, newGroups, renewedGroups, unusedGroups } = changedRows(changes, known);
  await Promise.all([
    contacts.length > 0 && tx.query(SAVE_CONTACTS, contactColumns(contacts), 'save-contacts'),
    newGroups.length > 0 && tx.query(ADD_GROUPS, newGroupColumns(newGroups), 'add-groups'),
    renewedGroups.length > 0 && tx.query(RENEW_GROUPS, groupColumns(renewedGroups), 'renew-groups'),
    unusedGroups.length > 0 && tx.query(DROP_GROUPS, [unusedGroups], 'drop-groups'),
  ]);
}

/** Most customers have one identity and no such row. */
async function groupsOf(tx: Queries, locked: readonly ContactRecord[]): Promise<GroupRecord[]> {
  const ids = [...new Set(locked.flatMap((row) => row.group_id ?? []))];
  return ids.length === 0 ? [] : tx.query<GroupRecord>(GROUPS_OF, [ids], 'groups-of');
}

interface GroupRow {
  id: string;
  group: IdentityGroup;
}

interface ContactRow {
  identity: Identity;
  contact: Contact;
  groupId: string | null;
}

interface Changed {
  contacts: ContactRow[];
  newGroups: GroupRow[];
  renewedGroups: GroupRow[];
  /** Ids of rows that no contact refers to any longer. */
  unusedGroups: string[];
}

/**
 * Returns the rows that change. A signal that leaves the customer's identities as they are renews
 * one row of its group; the contacts are written only where a list of identities changes.
 */
function changedRows(changes: Contacts, known: Contacts): Changed {
  const rows = new Map<string, GroupRow>();
  for (const { identityGroup } of known.values()) {
    const id = groupIds.get(identityGroup);
    if (id !== undefined) rows.set(listOf(identityGroup), { id, group: identityGroup });
  }
  const before = new Map(rows);
  const idOf = memo((group) => rowOf(group, rows).id);
  const contacts: ContactRow[] = [];
  let hasMoved = false;
  for (const [identity, contact] of changes) {
    const groupId = contact.identityGroup.identities.length > 1 ? idOf(contact.identityGroup) : null;
    const old = known.get(identity);
    const isMoved = groupId !== (old === undefined ? null : (groupIds.get(old.identityGroup) ?? null));
    hasMoved ||= isMoved;
    if (isMoved || groupId === null || !stored.has(contact.sent)) contacts.push({ identity, contact, groupId });
  }
  return {
    contacts,
    newGroups: [...rows].flatMap(([list, row]) => (before.has(list) ? [] : [row])),
    renewedGroups: [...rows].flatMap(([list, row]) => {
      const old = before.get(list);
      return old && (old.group.version !== row.group.version || old.group.number !== row.group.number) ? [row] : [];
    }),
    unusedGroups: hasMoved ? unusedAmong([...before.values()], changes, known) : [],
  };
}

function rowOf(group: IdentityGroup, rows: Map<string, GroupRow>): GroupRow {
  const list = listOf(group);
  const old = rows.get(list);
  const row = old ? { id: old.id, group: newerIdentityGroup(old.group, group) } : { id: randomUUID(), group };
  rows.set(list, row);
  return row;
}

/** All contacts of a list are locked with it, so that no other may refer to its row. */
function unusedAmong(rows: readonly GroupRow[], changes: Contacts, known: Contacts): string[] {
  const used = new Set(
    [...known].map(([identity, contact]) => listOf((changes.get(identity) ?? contact).identityGroup)),
  );
  return rows.filter(({ group }) => !used.has(listOf(group))).map(({ id }) => id);
}

function contactColumns(rows: readonly ContactRow[]): unknown[] {
  return columns(
    rows,
    ({ identity }) => identity,
    ({ contact }) => customerOf(contact.identityGroup),
    ({ groupId }) => groupId,
    ({ contact }) => contact.identityGroup.version,
    ({ contact }) => contact.identityGroup.number,
    ({ contact }) => (stored.has(contact.sent) ? null : JSON.stringify(contact.sent)),
  );
}

function newGroupColumns(rows: readonly GroupRow[]): unknown[] {
  return columns(
    rows,
    ({ id }) => id,
    ({ group }) => arrayLiteral(group.identities),
    ({ group }) => group.version,
    ({ group }) => group.number,
  );
}

function groupColumns(rows: readonly GroupRow[]): unknown[] {
  return columns(
    rows,
    ({ id }) => id,
    ({ group }) => group.version,
    ({ group }) => group.number,
  );
}

/** Arrays within an array of rows: `unnest` would take them apart. */
const arrayLiteral = (texts: readonly string[]): string =>
  `{${texts.map((text) => `"${text.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`;

/** Lists of sent messages as they were read: most contacts are saved with the list unchanged. */
const stored = new WeakSet<Contact['sent']>();
const NONE_SENT: Contact['sent'] = [];
/** Ids of the rows from which groups were read. */
const groupIds = new WeakMap<IdentityGroup, string>();

function contactsOf(records: readonly ContactRecord[], groupRecords: readonly GroupRecord[]): Map<Identity, Contact> {
  const groupsOf = new Map(
    groupRecords.map(({ id, identities, version, number }) => {
      const group: IdentityGroup = { identities: JSON.parse(identities) as Identity[], version, number };
      groupIds.set(group, id);
      return [id, group];
    }),
  );
  return new Map(
    records.map(({ identity, group_id: id, version, number, sent: text }) => {
      const sent = text === null ? NONE_SENT : (JSON.parse(text) as Contact['sent']);
      stored.add(sent);
      const own = { identities: [identity], version: version ?? 0, number: number ?? 0 };
      return [identity, { sent, identityGroup: id === null ? own : (groupsOf.get(id) as IdentityGroup) }];
    }),
  );
}

/** All identities of a customer share one object. */
function memo<V>(work: (group: IdentityGroup) => V): (group: IdentityGroup) => V {
  const known = new WeakMap<IdentityGroup, V>();
  return (group) => {
    const value = known.get(group) ?? work(group);
    known.set(group, value);
    return value;
  };
}

const listOf = memo(({ identities }) => JSON.stringify(identities));
const customerOf = memo(({ identities }) => customerIdOf(strongest(identities)));
