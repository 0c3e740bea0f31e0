// Table of the limits of all campaigns.
import { type Queries } from '@segue/store';
import { DEFAULT_LIMITS, type Limits } from './domain/restraint';

const LIMITS = `select limits from campaign_limits`;

const SET_LIMITS = `
  insert into campaign_limits (limits) values ($1) on conflict (one) do update set limits = excluded.limits`;

export async function limitsIn(queries: Queries): Promise<Limits> {
  const [row] = await queries.query<{ limits: string }>(LIMITS);
  return row ? (JSON.parse(row.limits) as Limits) : DEFAULT_LIMITS;
}

export async function saveLimits(tx: Queries, limits: Limits): Promise<void> {
  await tx.query(SET_LIMITS, [JSON.stringify(limits)]);
}
