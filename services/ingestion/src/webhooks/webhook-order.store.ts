// The ids and owners under which Segue has the orders of other systems: a refund of Shopify names
// its order by an id that appears in no export, and no buyer.
import type { Identity } from '@segue/contracts';
import type { Db } from '@segue/store';
import type { KnownOrder } from './domain/reading';

const NOTE = `
  insert into webhook_order as w (source, object, order_id, owner, seen_at) values ($1, $2, $3, $4, $5)
  on conflict (source, object) do update
  set order_id = excluded.order_id, owner = excluded.owner, seen_at = excluded.seen_at
  where (w.order_id, w.owner) <> (excluded.order_id, excluded.owner) or w.seen_at < excluded.seen_at - $6`;
const FIND = 'select order_id as "orderId", owner from webhook_order where source = $1 and object = $2';
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
  async note(source: string, { object, orderId, owner }: KnownOrder, now: number): Promise<void> {
    await this.db.query(NOTE, [source, object, orderId, owner, now, DAY_MS], 'webhook-order');
  }

  /** Returns the order that this source sent under its own id; null where it sent none. */
  async find(source: string, object: string): Promise<{ orderId: string; owner: Identity } | null> {
    const [row] = await this.db.query<{ orderId: string; owner: Identity }>(FIND, [source, object]);
    return row ?? null;
  }

  async prune(now: number): Promise<void> {
    await this.db.query(PRUNE, [now - KEPT_MS, PRUNED_AT_ONCE]);
  }
}
