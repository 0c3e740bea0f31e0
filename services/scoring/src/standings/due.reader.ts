// What is due and when, over all customers.
import type { Db } from '@segue/store';

export class DueReader {
  constructor(private readonly db: Db) {}

  /**
   * What is due next, soonest first. What was due before `now` is about to be judged: it is a
   * backlog, not the next change.
   */
  async upcoming(now: number, limit: number): Promise<{ customer: string; at: number }[]> {
    return this.db.query(
      `select customer_id as customer, due_at as at from due where due_at > $1 order by due_at limit $2`,
      [now, limit],
    );
  }

  /**
   * How many customers wait to be judged again because of what was due; counted up to a thousand.
   */
  async overdue(now: number): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(
      `select count(*)::int as count from (select 1 from due where due_at <= $1 limit 1000) late`,
      [now],
    );
    return row?.count ?? 0;
  }
}
