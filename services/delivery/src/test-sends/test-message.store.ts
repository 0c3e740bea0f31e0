// Table of test messages: the newest of each campaign, and how many a person has sent lately.
import type { Db } from '@segue/store';

/** Number of test messages that are kept of a campaign. */
const MAX_KEPT = 50;

const SENT_BY = `select count(*)::int as count from test_message where sent_by = $1 and at > $2`;
const ADD = `
  insert into test_message (campaign, channel, target, subject, body, sent_by, at, status, reason)
  values ($1, $2, $3, $4, $5, $6, $7, 'sending', null) returning number`;
const END = `update test_message set status = $2, reason = $3 where number = $1`;
// Those of the last hour stay, since they are counted.
const PRUNE = `
  delete from test_message where campaign = $1 and at < $2
    and number < (select min(number) from (select number from test_message where campaign = $1 order by number desc limit ${MAX_KEPT}) as newest)`;
const OF_CAMPAIGN = `
  select number, campaign, channel, target, subject, body, sent_by as "sentBy", at, status, reason
  from test_message where campaign = $1 order by number desc limit $2`;
/** One person at a time, so that the count holds for concurrent requests too. */
const LOCK = `select pg_advisory_xact_lock(hashtext('test-message ' || $1))`;

export interface TestMessage {
  number: number;
  campaign: string;
  channel: string;
  /** The address, or the name of the webhook. */
  target: string;
  subject: string;
  body: string;
  sentBy: string;
  /** UTC milliseconds. */
  at: number;
  /** `sending` while it is under way, or where a crash left it. */
  status: 'sending' | 'sent' | 'outbox' | 'failed' | 'indeterminate';
  reason: string | null;
}

export type NewTestMessage = Omit<TestMessage, 'number' | 'status' | 'reason'>;

export class TestMessageStore {
  constructor(private readonly db: Db) {}

  /**
   * Stores a message before it is sent; returns null where its sender has sent `most` since an
   * instant.
   */
  async add(message: NewTestMessage, most: number, since: number): Promise<number | null> {
    const { campaign, channel, target, subject, body, sentBy, at } = message;
    return this.db.transaction(async (tx) => {
      await tx.query(LOCK, [sentBy]);
      const [sent] = await tx.query<{ count: number }>(SENT_BY, [sentBy, since]);
      if ((sent?.count ?? 0) >= most) return null;
      const [row] = await tx.query<{ number: number }>(ADD, [campaign, channel, target, subject, body, sentBy, at]);
      await tx.query(PRUNE, [campaign, since]);
      return row?.number ?? null;
    });
  }

  async end(number: number, status: TestMessage['status'], reason: string | null): Promise<void> {
    await this.db.query(END, [number, status, reason]);
  }

  /** Returns the newest test messages of a campaign. */
  ofCampaign(campaign: string, limit: number): Promise<TestMessage[]> {
    return this.db.query<TestMessage>(OF_CAMPAIGN, [campaign, limit]);
  }
}
