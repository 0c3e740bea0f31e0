// Which campaigns may send: a copy of the topic `definitions`, so that a stop holds also for
// messages that were handed to delivery before.
import type { Definition } from '@segue/contracts';
import { type Db, KeptCopy } from '@segue/store';

const SENDING = new KeptCopy<Definition>({
  table: 'campaign_sending',
  key: { name: 'campaign', type: 'text', of: ({ campaign }) => campaign },
  versions: [{ name: 'version', type: 'bigint', of: ({ version }) => version }],
  columns: [{ name: 'sending', type: 'text', of: ({ sending = 'on' }) => sending }],
});
// Messages of each campaign that may send again, by an index that holds stopped ones alone.
const RELEASE = `
  update delivery set status = 'queued' where status = 'stopped' and action_id in (
    select stopped.action_id from campaign_sending s
    cross join lateral (select d.action_id from delivery d where d.status = 'stopped' and d.campaign = s.campaign
      limit $1) as stopped
    where s.sending <> 'stopped' limit $1 for update skip locked)
  returning action_id`;
const IS_ANY_STOPPED = `select 1 as one from delivery where status = 'stopped' limit 1`;

/** True in a statement on `delivery` where its campaign is stopped. */
export const IS_STOPPED = `
  exists (select 1 from campaign_sending s where s.campaign = delivery.campaign and s.sending = 'stopped')`;
/** The same for a campaign that has ended. */
export const IS_OVER = `
  exists (select 1 from campaign_sending s where s.campaign = delivery.campaign and s.sending = 'over')`;

/** Maximum number of messages released in one statement. */
const PORTION = 1_000;

export class StopStore {
  constructor(private readonly db: Db) {}

  /** Safe to repeat: older definitions of a campaign change nothing. */
  async save(definitions: readonly Definition[]): Promise<void> {
    await SENDING.save(this.db, definitions);
  }

  /**
   * Queues messages again that were set aside and whose campaign may send. Resolves with their
   * number.
   */
  async release(): Promise<number> {
    let released = 0;
    if ((await this.db.query(IS_ANY_STOPPED, [], 'any-stopped')).length === 0) return released;
    for (;;) {
      const portion = await this.db.query(RELEASE, [PORTION], 'release');
      released += portion.length;
      if (portion.length < PORTION) return released;
    }
  }
}
