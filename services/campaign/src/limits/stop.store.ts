// Table of stops of all campaigns: a log whose newest row is in force.
import type { Queries } from '@segue/store';

const NEWEST = `select is_stopped as "isStopped", at, by from stop_all order by number desc limit $1`;
const ADD = `insert into stop_all (is_stopped, at, by) values ($1, $2, $3)`;

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

export async function addStopChange(tx: Queries, { isStopped, at, by }: StopChange): Promise<void> {
  await tx.query(ADD, [isStopped, at, by]);
}
