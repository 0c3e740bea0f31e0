// Numbers that are kept while decisions are stored. The statements are parts of the one that stores
// decisions (`decision.store.ts`): a decision is counted in its own transaction or not at all.
import { randomInt } from 'node:crypto';
import type { Queries } from '@segue/store';

/** Rows of one count: each process adds to its own. */
const SLOTS = 8;
export const SLOT = randomInt(SLOTS);

// In the order of the key: transactions that add to the same rows do not deadlock.
export const COUNT_DECISIONS = `
  insert into decision_count (campaign, day, slot, outcome, reason, decisions)
  select campaign, decided_at / 86400000, $13::smallint, outcome, reason, count(*) from added
  group by 1, 2, 4, 5 order by 1, 2, 4, 5
  on conflict (campaign, day, slot, outcome, reason)
  do update set decisions = decision_count.decisions + excluded.decisions`;
export const ADD_MEMBERS = `
  insert into trial_member (campaign, customer, is_treated, at)
  select distinct on (campaign, customer) campaign, customer, is_treated, at
  from unnest($1::text[], $11::text[], $12::boolean[], $8::bigint[]) as d(campaign, customer, is_treated, at)
  where is_treated is not null order by campaign, customer, at
  on conflict do nothing returning campaign, is_treated, at`;
export const COUNT_MEMBERS = `
  insert into trial_count (campaign, is_treated, slot, customers, first_at)
  select campaign, is_treated, $13::smallint, count(*), min(at) from joined group by 1, 2 order by 1, 2
  on conflict (campaign, is_treated, slot)
  do update set customers = trial_count.customers + excluded.customers,
    first_at = least(trial_count.first_at, excluded.first_at)`;
const SINCE = `
  select campaign, outcome, reason, sum(decisions)::float8 as decisions from decision_count
  where day >= $1 and ($2::text is null or campaign = $2) group by 1, 2, 3 order by 4 desc`;

export interface DecisionCount {
  campaign: string;
  outcome: string;
  reason: string;
  decisions: number;
}

/**
 * Returns the numbers of decisions from a day on (days since 1970, UTC), of all campaigns or of
 * one.
 */
export function countsSince(queries: Queries, day: number, campaign: string | null): Promise<DecisionCount[]> {
  return queries.query<DecisionCount>(SINCE, [day, campaign]);
}
