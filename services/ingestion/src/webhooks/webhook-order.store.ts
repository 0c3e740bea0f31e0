// The ids under which Segue has the orders of other systems: a refund of Shopify names its order by
// an id that appears in no export.
import type { Db } from '@segue/store';

const NOTE = `
  insert into webhook_order as w (source, object, order_id, seen_at) values ($1, $2, $3, $4)
  on conflict (source, object) do update set order_id = excluded.order_id, seen_at = excluded.seen_at
  where w.order_id <> excluded.order_id or w.seen_at < excluded.seen_at - $5`;
const FIND = 'select order_id as "orderId" from webhook_order where source = $1 and object = $2';
const PRUNE = `
  delete from webhook_order where (source, object) in (
    select source, object from webhook_order where seen_at < $1 order by seen_at limit $2)`;

const DAY_MS = 24 * 3600 * 1000;
/** Orders are rarely paid back later; then the order's own update brings the refund. */
const KEPT_MS = 400 * DAY_MS;
const PRUNED_AT_ONCE = 10_000;

export class WebhookOrderStore {
  constructor(private readonly db: Db) {}

  /** Writes at most once a day for an order that stays the same. */
  async note(source: string, { object, orderId }: { object: string; orderId: string }, now: number): Promise<void> {
    if (object === orderId) return;
    await this.db.query(NOTE, [source, object, orderId, now, DAY_MS], 'webhook-order');
  }

  async orderIdOf(source: string, object: string): Promise<string | null> {
    const [row] = await this.db.query<{ orderId: string }>(FIND, [source, object]);
    return row?.orderId ?? null;
  }

  async prune(now: number): Promise<void> {
    await this.db.query(PRUNE, [now - KEPT_MS, PRUNED_AT_ONCE]);
  }
}
