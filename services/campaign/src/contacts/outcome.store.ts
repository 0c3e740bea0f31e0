// Tables of outcomes, of consents by address, and of addresses that bounced.
import type { ConsentChanged, Identity, Outcome } from '@segue/contracts';
import { ConsentEvidence } from '@segue/service';
import { type Db, type Queries, columns } from '@segue/store';
import type { Sent } from './domain/contact';
import type { Mailbox } from './domain/mailbox';

// An outcome is final: a repetition has the same content.
const ADD_ENDED = `
  insert into ended (id, status, reason, at) select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
  on conflict (id) do nothing`;
const ADD_BOUNCED = `
  insert into bounced (address, at, reason) select * from unnest($1::text[], $2::bigint[], $3::text[])
  on conflict (address) do update set at = excluded.at, reason = excluded.reason where bounced.at < excluded.at`;
// Under the same locks as decisions, in the same order. A message is remembered by the identity
// that caused it, whatever was merged since.
const LOCK_SENT = `
  select identity, sent from contact
  where identity = any(array(select identity from decision where id = any($1))) order by identity for update`;
const SAVE_SENT = `
  update contact set sent = new.sent from unnest($1::text[], $2::text[]) as new(identity, sent)
  where contact.identity = new.identity`;

const CONSENT_EVIDENCE = new ConsentEvidence('consent');
const BOUNCED = `
  select address, at, reason from bounced
  where address = any($1) and (restored_at is null or at > restored_at)`;
const LOCK_BOUNCED = `select at, reason, restored_at as "restoredAt" from bounced where address = $1 for update`;
const RESTORE = `update bounced set restored_at = $2 where address = $1`;
const ADD_RESTORED = `insert into restored (address, at, by_whom, bounced_at, reason) values ($1, $2, $3, $4, $5)`;
const IDENTITIES_WITH = `select identity from consent where addresses && array[$1] order by identity limit $2`;
/** Maximum number of identities with the address whose timelines show it. */
const MAX_SHARING = 100;

interface Bounced {
  at: number;
  reason: string;
  restoredAt: number | null;
}

/** An address that is back in use. */
export interface Restored {
  address: Identity;
  /** UTC milliseconds, after the bounce. */
  at: number;
  /** Identities with this address. */
  identities: Identity[];
}

export class OutcomeStore {
  constructor(private readonly db: Db) {}

  /** Stores outcomes: a message that was not sent counts for no cap and for no repetition. */
  async book(outcomes: readonly Outcome[]): Promise<void> {
    const unique = [...new Map(outcomes.map((one) => [one.id, one])).values()];
    if (unique.length === 0) return;
    await this.db.transaction(async (tx) => {
      await tx.query(ADD_ENDED, endedColumns(unique), 'add-ended');
      await noteBounced(tx, unique);
      await free(tx, unique);
    });
  }

  /**
   * Takes a bounced address back into use for all customers, and records by whom. A repetition
   * changes nothing and returns the same. Returns null for an address that never bounced.
   */
  async restore(address: Identity, by: string, now: number): Promise<Restored | null> {
    return this.db.transaction(async (tx) => {
      const [row] = await tx.query<Bounced>(LOCK_BOUNCED, [address], 'lock-bounced');
      if (!row) return null;
      const isDone = row.restoredAt !== null && row.restoredAt >= row.at;
      const at = isDone ? (row.restoredAt as number) : Math.max(now, row.at + 1);
      if (!isDone) {
        await tx.query(RESTORE, [address, at], 'restore');
        await tx.query(ADD_RESTORED, [address, at, by, row.at, row.reason], 'add-restored');
      }
      const rows = await tx.query<{ identity: Identity }>(IDENTITIES_WITH, [address, MAX_SHARING], 'identities-with');
      return { address, at, identities: rows.map(({ identity }) => identity) };
    });
  }

  async saveConsentEvidence(consents: readonly ConsentChanged[]): Promise<void> {
    await CONSENT_EVIDENCE.save(this.db, consents);
  }
}

/** Returns the consents and bounces of these addresses; an address with neither is left out. */
export async function mailboxesIn(tx: Queries, addresses: readonly Identity[]): Promise<Map<Identity, Mailbox>> {
  if (addresses.length === 0) return new Map();
  const [consents, bounced] = await Promise.all([
    CONSENT_EVIDENCE.of(tx, addresses),
    tx.query<{ address: Identity; at: number; reason: string }>(BOUNCED, [addresses], 'bounced'),
  ]);
  const mailboxes = new Map<Identity, Mailbox>(
    [...consents].map(([address, ofAddress]) => [address, { consents: ofAddress, bounced: null }]),
  );
  for (const { address, at, reason } of bounced) {
    const mailbox = mailboxes.get(address);
    if (mailbox) mailboxes.set(address, { ...mailbox, bounced: { at, reason } });
  }
  return mailboxes;
}

const endedColumns = (outcomes: readonly Outcome[]) =>
  columns(
    outcomes,
    (one) => one.id,
    (one) => one.status,
    (one) => one.reason,
    (one) => one.occurredAt,
  );

async function noteBounced(tx: Queries, outcomes: readonly Outcome[]): Promise<void> {
  const latest = outcomes
    .flatMap(({ bounced, occurredAt: at, reason }) => (bounced === null ? [] : [{ address: bounced, at, reason }]))
    .sort((a, b) => a.at - b.at);
  const last = [...new Map(latest.map((one) => [one.address, one])).values()];
  if (last.length === 0) return;
  const rows = columns(
    last,
    (one) => one.address,
    (one) => one.at,
    (one) => one.reason ?? '',
  );
  await tx.query(ADD_BOUNCED, rows, 'add-bounced');
}

/** Forgets messages that were not sent, so that they free their place under a cap. */
async function free(tx: Queries, outcomes: readonly Outcome[]): Promise<void> {
  const unsent = new Set(outcomes.filter(({ status }) => status === 'held' || status === 'failed').map(({ id }) => id));
  if (unsent.size === 0) return;
  const contacts = await tx.query<{ identity: Identity; sent: string }>(LOCK_SENT, [[...unsent]], 'lock-sent');
  const changed = contacts.flatMap(({ identity, sent }) => {
    const before = JSON.parse(sent) as Sent[];
    const after = before.filter(({ id }) => !unsent.has(id));
    return after.length < before.length ? [{ identity, sent: JSON.stringify(after) }] : [];
  });
  if (changed.length === 0) return;
  const rows = columns(
    changed,
    (one) => one.identity,
    (one) => one.sent,
  );
  await tx.query(SAVE_SENT, rows, 'save-sent');
}
