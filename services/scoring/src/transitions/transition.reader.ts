// Reads transitions for the API.
import type { Db } from '@segue/store';
import type { Transition } from '../score/domain/transition';

export interface TransitionRow {
  customer: string;
  transition: Transition;
}

export interface TransitionFilter {
  customers?: readonly string[];
  subject?: string;
  kind?: string;
  /** UTC milliseconds: no older ones. */
  since?: number;
  /** Of a tier; '' for customers that had none before. */
  from?: string;
  to?: string;
}

export class TransitionReader {
  constructor(private readonly db: Db) {}

  /** Null when there is none; by customer and number, as a decision names it. */
  async transition(customer: string, number: number): Promise<TransitionRow | null> {
    const [row] = await this.db.query<{ customer_id: string; body: string }>(
      `select customer_id, body from transition where customer_id = $1 and number = $2`,
      [customer, number],
    );
    return row ? { customer: row.customer_id, transition: JSON.parse(row.body) as Transition } : null;
  }

  /** Newest first, before (occurredAt, customer, number). */
  async transitions(
    filter: TransitionFilter,
    before: [number, string, number],
    limit: number,
  ): Promise<TransitionRow[]> {
    const values: unknown[] = [...before, limit];
    const where = ['(occurred_at, customer_id, number) < ($1, $2, $3)'];
    const equal = (column: string, value: string | undefined) => {
      if (value !== undefined) where.push(`${column} = $${values.push(value)}`);
    };
    if (filter.customers) where.push(`customer_id = any($${values.push(filter.customers)})`);
    equal('subject', filter.subject);
    equal('kind', filter.kind);
    equal("coalesce(body::json ->> 'from', '')", filter.from);
    equal("body::json ->> 'to'", filter.to);
    if (filter.since !== undefined) where.push(`occurred_at >= $${values.push(filter.since)}`);
    const rows = await this.db.query<{ customer_id: string; body: string }>(
      `select customer_id, body from transition where ${where.join(' and ')}
       order by occurred_at desc, customer_id desc, number desc limit $4`,
      values,
    );
    return rows.map((row) => ({ customer: row.customer_id, transition: JSON.parse(row.body) as Transition }));
  }

  /** Moves between the tiers of `value` since an instant: how many went from where to where. */
  async flow(since: number): Promise<{ from: string | null; to: string; customers: number }[]> {
    return this.db.query(
      `select body::json ->> 'from' as "from", body::json ->> 'to' as "to", count(*)::int as customers from transition
       where kind = 'tier' and subject = 'value' and occurred_at >= $1 group by 1, 2`,
      [since],
    );
  }
}
