// Tables of deliveries and consents.
import {
  type Action,
  type ConsentChanged,
  type ConsentState,
  type Identity,
  type MessageClass,
  actions as actionTopic,
  fromStored,
} from '@segue/contracts';
import type { IdentityConsents } from '@segue/parts';
import { ConsentEvidence } from '@segue/service';
import { type Db, columns } from '@segue/store';
import { targetOf } from '../channels/domain/kinds';
import type { End } from './domain/end';
import { IS_OVER, IS_STOPPED } from './stop.store';
import type { DeliveryResult, Postponed } from './domain/result';
import type { Status } from './domain/send';

// An action is filed once. One for the outbox channel has ended as soon as it is filed.
const FILE = `
  insert into delivery (action_id, customer_id, campaign, channel, class, status, due_at, filed_at, occurred_at, unpublished, action, target)
  select id, customer, campaign, channel, class, case when channel = 'outbox' then 'sent' else 'queued' end, $7::bigint,
    $7::bigint, occurred, channel = 'outbox', action, target
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $8::bigint[], $9::text[])
    as filed(id, customer, campaign, channel, class, action, occurred, target)
  on conflict (action_id) do nothing`;

const CLAIM = `
  update delivery set status = case when ${IS_STOPPED} then 'stopped' else 'claimed' end, lease_until = $4,
    attempts = attempts + case when ${IS_STOPPED} then 0 else 1 end,
    may_have_arrived = may_have_arrived or status = 'sending'
  where action_id in (
    select action_id from delivery
    where channel = $1 and class = $2 and due_at <= $3 and (status = 'queued' or (status = any($5) and lease_until < $3))
      and target <> all($7)
    order by due_at limit $6 for update skip locked)
  returning action_id as id, attempts, coalesce(filed_at, due_at) as "filedAt", target, may_have_arrived as "mayHaveArrived", action,
    status = 'stopped' as "isStopped", ${IS_OVER} as "isOver"`;
// Without idempotency keys an attempt that never recorded its end may have arrived: sending again
// could send twice, and calling it failed could be wrong.
const GIVE_UP_UNKNOWN = `
  update delivery set status = 'indeterminate', reason = 'the process ended while it was being sent', occurred_at = $3, unpublished = true
  where channel = $1 and status = 'sending' and lease_until < $2`;
const RENEW = `
  update delivery set lease_until = $3 from unnest($1::text[], $2::int[]) as held(action_id, attempts)
  where delivery.action_id = held.action_id and delivery.attempts = held.attempts and status in ('claimed', 'sending')`;
const LAST_NUMBER = `select coalesce(max(number), 0)::bigint as number from delivery`;
const UNTRIED = `
  select 1 as one from delivery
  where ((status = 'queued' and attempts = 0) or status in ('claimed', 'sending')) and number <= $1 limit 1`;
const SENDING = `
  update delivery set status = 'sending' from unnest($1::text[], $2::int[]) as held(action_id, attempts)
  where delivery.action_id = held.action_id and delivery.attempts = held.attempts and status = 'claimed'
    and not ${IS_STOPPED} and not ${IS_OVER}
  returning delivery.action_id as id`;
// A message that another process claimed meanwhile is left to that process.
const RECORD_RESULTS = `
  update delivery set status = new.status, reason = new.reason, occurred_at = new.occurred_at, bounced = new.bounced,
    unpublished = true, lease_until = null
  from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::bigint[], $6::boolean[])
    as new(action_id, attempts, status, reason, occurred_at, bounced)
  where delivery.action_id = new.action_id and delivery.attempts = new.attempts and delivery.status in ('claimed', 'sending')`;
const POSTPONE = `
  update delivery set status = 'queued', reason = new.reason, due_at = new.due_at, lease_until = null,
    attempts = delivery.attempts - case when new.counted then 0 else 1 end,
    may_have_arrived = delivery.may_have_arrived or new.may_have_arrived
  from unnest($1::text[], $2::int[], $3::text[], $4::bigint[], $5::boolean[], $6::boolean[])
    as new(action_id, attempts, reason, due_at, counted, may_have_arrived)
  where delivery.action_id = new.action_id and delivery.attempts = new.attempts and delivery.status in ('claimed', 'sending')`;

const UNPUBLISHED = `
  select action_id as id, status, reason, bounced, occurred_at as "occurredAt", action from delivery where unpublished order by number limit $1`;
const MARK_PUBLISHED = `update delivery set unpublished = false where action_id = any($1)`;

const CONSENT_EVIDENCE = new ConsentEvidence('consent');
const CONSENTS = `select identity, consents from consent where identity = any($1)`;

/** A message that this sender has claimed: no other takes it until the claim expires. */
export interface Claimed {
  id: string;
  attempts: number;
  /** UTC milliseconds. */
  filedAt: number;
  target: string;
  /** An earlier attempt ended without an answer. */
  mayHaveArrived: boolean;
  /** The campaign has ended since. */
  isOver: boolean;
  action: Action;
}

type ClaimedRow = Omit<Claimed, 'action'> & { action: string; isStopped: boolean };

export interface UnpublishedOutcome extends End {
  id: string;
}

/** Rows may be of an older version. */
const actionIn = (text: string): Action => fromStored(actionTopic, JSON.parse(text));

/** Identifies the attempts of a claim. */
const attemptColumns = (claimed: readonly Claimed[]) =>
  columns(
    claimed,
    (one) => one.id,
    (one) => one.attempts,
  );

export class DeliveryStore {
  constructor(private readonly db: Db) {}

  async file(actions: readonly Action[], now: number): Promise<void> {
    if (actions.length === 0) return;
    const unique = [...new Map(actions.map((action) => [action.id, action])).values()];
    const [ids, customers, campaigns, channels, classes, bodies, times, targets] = columns(
      unique,
      (action) => action.id,
      (action) => action.customer,
      (action) => action.campaign,
      (action) => action.channel,
      (action) => action.class,
      (action) => JSON.stringify(action),
      (action) => (action.channel === 'outbox' ? action.occurredAt : null),
      targetOf,
    );
    await this.db.query(FILE, [ids, customers, campaigns, channels, classes, bodies, now, times, targets], 'file');
  }

  /**
   * Claims due messages for `leaseMs`.
   * @param retaken statuses of attempts that may be claimed again when their lease has run out.
   * @param busy targets to leave out.
   */
  async claim(
    channel: string,
    messageClass: MessageClass,
    now: number,
    leaseMs: number,
    retaken: readonly Status[],
    limit: number,
    busy: readonly string[],
  ): Promise<Claimed[]> {
    // Messages of a stopped campaign are set aside at once: others wait behind them.
    for (;;) {
      const values = [channel, messageClass, now, now + leaseMs, retaken, limit, busy];
      const rows = await this.db.query<ClaimedRow>(CLAIM, values, 'claim');
      const claimed = rows.filter(({ isStopped }) => !isStopped);
      if (claimed.length > 0 || rows.length === 0)
        return claimed.map(({ isStopped: _, ...row }) => ({ ...row, action: actionIn(row.action) }));
    }
  }

  async giveUpUnknown(channel: string, now: number, occurredAt: number): Promise<void> {
    await this.db.query(GIVE_UP_UNKNOWN, [channel, now, occurredAt], 'give-up-unknown');
  }

  /** Renews the claims that no other process has taken over. */
  async renew(claimed: readonly Claimed[], leaseUntil: number): Promise<void> {
    await this.db.query(RENEW, [...attemptColumns(claimed), leaseUntil], 'renew');
  }

  /** Returns the number of the message that was filed last; 0 if there is none. */
  async lastNumber(): Promise<number> {
    const [row] = await this.db.query<{ number: number }>(LAST_NUMBER, [], 'last-number');
    return row?.number ?? 0;
  }

  /** Whether a message up to this number waits for its first attempt or is in an attempt. */
  async isUntried(number: number): Promise<boolean> {
    return (await this.db.query(UNTRIED, [number], 'untried')).length > 0;
  }

  /**
   * Returns the ids among these that no other process has taken over and whose campaign may send.
   * The others are claimed again when their lease has run out.
   */
  async markSending(claimed: readonly Claimed[]): Promise<Set<string>> {
    if (claimed.length === 0) return new Set();
    const rows = await this.db.query<{ id: string }>(SENDING, attemptColumns(claimed), 'sending');
    return new Set(rows.map(({ id }) => id));
  }

  async recordResults(results: readonly DeliveryResult[]): Promise<void> {
    if (results.length === 0) return;
    const rows = columns(
      results,
      (one) => one.id,
      (one) => one.attempts,
      (one) => one.status,
      (one) => one.reason,
      (one) => one.occurredAt,
      (one) => one.bounced,
    );
    await this.db.query(RECORD_RESULTS, rows, 'record-results');
  }

  async postpone(later: readonly Postponed[]): Promise<void> {
    if (later.length === 0) return;
    const rows = columns(
      later,
      (one) => one.id,
      (one) => one.attempts,
      (one) => one.reason,
      (one) => Math.round(one.dueAt),
      (one) => one.counted,
      (one) => one.mayHaveArrived,
    );
    await this.db.query(POSTPONE, rows, 'postpone');
  }

  /** Returns up to `limit` unpublished outcomes. */
  async unpublished(limit: number): Promise<UnpublishedOutcome[]> {
    const rows = await this.db.query<Omit<UnpublishedOutcome, 'action'> & { action: string }>(
      UNPUBLISHED,
      [limit],
      'unpublished',
    );
    return rows.map((row) => ({ ...row, action: actionIn(row.action) }));
  }

  async markPublished(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.db.query(MARK_PUBLISHED, [ids], 'mark-published');
  }

  async saveConsents(consents: readonly ConsentChanged[]): Promise<void> {
    await CONSENT_EVIDENCE.save(this.db, consents);
  }

  async consents(identities: readonly Identity[]): Promise<Map<Identity, ConsentState>> {
    const rows = await this.db.query<{ identity: Identity; consents: string }>(CONSENTS, [identities], 'consents');
    return new Map(rows.map((row) => [row.identity, JSON.parse(row.consents) as ConsentState]));
  }

  /** Returns the consents of all identities with these addresses, by address. */
  async consentsByAddress(addresses: readonly Identity[]): Promise<Map<Identity, IdentityConsents[]>> {
    return CONSENT_EVIDENCE.of(this.db, addresses);
  }
}
