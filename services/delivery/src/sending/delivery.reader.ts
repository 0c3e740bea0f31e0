// Deliveries as the API reads them, off the hot path.
import { type Action, actions, fromStored } from '@segue/contracts';
import type { Db } from '@segue/store';

export interface DeliveryRow {
  number: number;
  id: string;
  customer: string;
  campaign: string;
  channel: string;
  status: string;
  reason: string | null;
  attempts: number;
  occurredAt: number | null;
  action: Action;
}

type Filter = { [column in 'campaign' | 'status' | 'channel']: string | undefined } & {
  customers: readonly string[] | undefined;
};

export class DeliveryReader {
  constructor(private readonly db: Db) {}

  /** Returns deliveries before a number, newest first. */
  async list({ customers, ...equal }: Filter, before: number, limit: number): Promise<DeliveryRow[]> {
    const values: unknown[] = [before, limit];
    const where = Object.entries(equal).flatMap(([column, value]) =>
      value === undefined ? [] : [`${column} = $${values.push(value)}`],
    );
    if (customers) where.push(`customer_id = any($${values.push(customers)})`);
    const rows = await this.db.query<Omit<DeliveryRow, 'action'> & { action: string }>(
      `select number, action_id as id, customer_id as customer, campaign, channel, status, reason, attempts,
         occurred_at as "occurredAt", action
       from delivery where ${['number < $1', ...where].join(' and ')} order by number desc limit $2`,
      values,
    );
    return rows.map((row) => ({ ...row, action: fromStored(actions, JSON.parse(row.action)) }));
  }
}
