// Table of stops of all campaigns: a log, of which the newest row holds.
import type { Queries } from '@segue/store';

const NEWEST = `select is_stopped as "isStopped", at, by from stop_all order by number desc limit $1`;
const ADD = `insert into stop_all (is_stopped, at, by) values ($1, $2, $3)`;
// Each definition says whether its campaign may send.
const PUBLISH_AGAIN = `
  update campaign_state
  set published = false, revision = greatest(revision + 1, (extract(epoch from clock_timestamp()) * 1000)::bigint)`;

export interface StopChange {
  isStopped: boolean;
  /** UTC milliseconds. */
  at: number;
  /** The subject of the token. */
  by: string;
}

/** Returns up to `limit` changes, newest first. */
export function stopChanges(queries: Queries, limit: number): Promise<StopChange[]> {
  return queries.query<StopChange>(NEWEST, [limit], 'stop-changes');
}

export async function isAllStopped(queries: Queries): Promise<boolean> {
  const [newest] = await stopChanges(queries, 1);
  return newest?.isStopped ?? false;
}

/** Records a change and leaves the definitions of all campaigns to be published. */
export async function addStopChange(tx: Queries, { isStopped, at, by }: StopChange): Promise<void> {
  await tx.query(ADD, [isStopped, at, by]);
  await tx.query(PUBLISH_AGAIN);
}
