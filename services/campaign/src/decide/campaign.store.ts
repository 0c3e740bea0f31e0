// Tables of decisions, waits and what is known of waiting customers. Decisions about a customer are
// taken under the locks of the contact rows of its identities, locked in their order,
// timers included.
import type { Action, Identity, Signal } from '@segue/contracts';
import { type Db, type Queries, StaleRules, columns, holdRules } from '@segue/store';
import { lockContacts, saveContacts } from '../contacts/contact.store';
import type { KnownContacts, Outcome, Waiting } from './domain/batch';
import type { Decision } from './domain/decision';
import { type CustomerState, storedState } from './domain/customer-state';
import { mailboxesIn } from '../contacts/outcome.store';

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

const UNPUBLISHED_OF = `select number, action from decision where owed and identity = any($1) order by number`;
const UNPUBLISHED = `select number, action from decision where owed order by number limit $1`;
const MARK_PUBLISHED = `update decision set owed = false where number = any($1)`;

interface WaitingRecord {
  campaign: string;
  identity: Identity;
  due_at: number;
  /** Null where the wait is not over yet. */
  signal: string | null;
}
interface UnpublishedRow {
  number: number;
  action: string;
}

export interface UnpublishedAction {
  number: number;
  action: Action;
}

export interface Decided {
  decisions: readonly Decision[];
  /**
   * Actions of the customers concerned that are not known to be published, in the order of their
   * decisions.
   */
  unpublished: readonly UnpublishedAction[];
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
    addressesIn: (known: Omit<KnownContacts, 'mailboxes'>) => Identity[],
    work: (known: KnownContacts) => Promise<Outcome>,
  ): Promise<Decided> {
    return this.db.transaction(async (tx) => {
      const [version, known] = await Promise.all([holdRules(tx), lock(tx, identities, ids, until)]);
      if (version !== rulesVersion) throw new StaleRules();
      const mailboxes = await mailboxesIn(tx, addressesIn(known));
      const outcome = await work({ ...known, mailboxes });
      return { decisions: outcome.decisions, unpublished: await save(tx, outcome, known) };
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

  /** Actions that are not known to be published, in the order of their decisions. */
  async unpublished(limit: number): Promise<UnpublishedAction[]> {
    return (await this.db.query<UnpublishedRow>(UNPUBLISHED, [limit], 'unpublished')).map(unpublishedOf);
  }

  async markPublished(published: readonly UnpublishedAction[]): Promise<void> {
    if (published.length > 0)
      await this.db.query(MARK_PUBLISHED, [published.map((one) => one.number)], 'mark-published');
  }
}

async function lock(
  tx: Queries,
  named: readonly Identity[],
  ids: readonly string[],
  until: number,
): Promise<Omit<KnownContacts, 'mailboxes'>> {
  const locked = await lockContacts(tx, named);
  const { identities } = locked;
  const [contacts, decided, waiting, present] = await Promise.all([
    locked.read(),
    tx.query<{ id: string }>(DECIDED, [ids], 'decided'),
    tx.query<WaitingRecord>(WAITING_OF, [identities, until], 'waiting-of'),
    tx.query<{ identity: Identity; body: string }>(PRESENT_OF, [identities], 'present-of'),
  ]);
  return {
    contacts,
    decided: new Set(decided.map((row) => row.id)),
    waiting: waiting.flatMap(waitingOf),
    waitingLater: countedLater(waiting),
    present: new Map(present.map(({ identity, body }) => [identity, storedState(body)])),
  };
}

function countedLater(waiting: readonly WaitingRecord[]): Map<Identity, number> {
  const later = new Map<Identity, number>();
  for (const { identity, signal } of waiting) if (signal === null) later.set(identity, (later.get(identity) ?? 0) + 1);
  return later;
}

/** Returns the unpublished actions: those of this outcome and any that an earlier crash left. */
async function save(
  tx: Queries,
  outcome: Outcome,
  known: Pick<KnownContacts, 'contacts'>,
): Promise<UnpublishedAction[]> {
  const { decisions, contacts, waitingAdded, waitingDone } = outcome;
  const added = waitingAdded.filter((one) => !waitingDone.includes(one));
  const saved = [
    decisions.length > 0 && tx.query(ADD_DECISIONS, decisionColumns(decisions), 'add-decisions'),
    saveContacts(tx, contacts, known.contacts),
    waitingDone.length > 0 && tx.query(END_WAITING, endedColumns(waitingDone), 'end-waiting'),
    added.length > 0 && tx.query(ADD_WAITING, waitingColumns(added), 'add-waiting'),
    ...savePresent(tx, outcome.present),
  ];
  const unpublished = tx.query<UnpublishedRow>(
    UNPUBLISHED_OF,
    columns([...known.contacts.keys()], (identity) => identity),
    'unpublished-of',
  );
  const [records] = await Promise.all([unpublished, ...saved]);
  return records.map(unpublishedOf);
}

function savePresent(tx: Queries, present: Outcome['present']): Promise<unknown>[] {
  const kept = [...present].filter((entry): entry is [Identity, CustomerState] => entry[1] !== null);
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

function waitingOf({ campaign, identity, due_at: dueAt, signal }: WaitingRecord): Waiting[] {
  return signal === null ? [] : [{ campaign, identity, dueAt, signal: JSON.parse(signal) as Signal }];
}

const unpublishedOf = ({ number, action }: UnpublishedRow): UnpublishedAction => ({
  number,
  action: JSON.parse(action) as Action,
});
