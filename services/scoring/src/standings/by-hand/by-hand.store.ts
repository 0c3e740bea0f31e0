// The log of value tiers given by hand and taken back.
import type { Db, Queries } from '@segue/store';

const ADD = `
  insert into tier_by_hand (customer_id, tier, reason, until, given_by, given_at) values ($1, $2, $3, $4, $5, $6)`;
const LIST = `
  select tier, reason, until, given_by as by, given_at as at from tier_by_hand
  where customer_id = any($1::text[]) order by number desc limit $2`;

/** Times are UTC milliseconds; all but `by` and `at` are null where a tier was taken back. */
export interface GivenTier {
  tier: string | null;
  reason: string | null;
  until: number | null;
  by: string;
  at: number;
}

export class ByHandStore {
  constructor(private readonly db: Db) {}

  async add(tx: Queries, customer: string, { tier, reason, until, by, at }: GivenTier): Promise<void> {
    await tx.query(ADD, [customer, tier, reason, until, by, at]);
  }

  /** Newest first; also what was given under ids of before a merge. */
  list(customers: readonly string[], limit: number): Promise<GivenTier[]> {
    return this.db.query<GivenTier>(LIST, [[...customers], limit]);
  }
}
