// Whether anybody has used a store: the demo would overwrite settings and mix its customers with
// others.
import type { Queries } from '@segue/store';

/** Tables that are empty until the store is used. */
const OWN = ['profile.customer', 'scoring.segment', 'scoring.setting', 'campaign.campaign', 'delivery.channel'];

/** Resolves with whether there are no customers, segments, settings, campaigns and channels. */
export async function isUnused(queries: Queries): Promise<boolean> {
  for (const table of OWN) {
    const [found] = await queries.query<{ name: string | null }>('select to_regclass($1)::text as name', [table]);
    if (found?.name && (await queries.query(`select 1 from ${table} limit 1`)).length > 0) return false;
  }
  return true;
}
