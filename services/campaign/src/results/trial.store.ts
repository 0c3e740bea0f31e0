// Tables of the orders that followed decisions of campaigns with a control group. An order counts
// for each campaign in whose window it was placed, of either group.
import type { Db } from '@segue/store';
import { columns } from '@segue/store';
import type { OrderNote } from './domain/order-note';
import { type Group, type Groups, NO_GROUP, WINDOW_MS } from './domain/effect';

// Of a merged customer with two groups in one campaign the earlier one counts. In the order of the
// key, so that transactions that share rows do not deadlock.
const NOTE = `
  insert into trial_order as o (campaign, customer, order_id, is_treated, placed_at, amount, amount_at, is_cancelled, cancelled_at)
  select distinct on (m.campaign, n.order_id, n.place)
    m.campaign, m.customer, n.order_id, m.is_treated, case when n.is_placed then n.at end, n.amount,
    case when n.amount is null then 0 else n.at end, n.is_cancelled, case when n.is_cancelled or n.is_placed then n.at else 0 end
  from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::boolean[], $6::boolean[], $7::int[])
    as n(customer, order_id, at, amount, is_placed, is_cancelled, place)
  join trial_member m on m.customer = n.customer and n.at >= m.at and n.at < m.at + $8
  order by m.campaign, n.order_id, n.place, m.at
  on conflict (campaign, customer, order_id) do update set
    placed_at = coalesce(least(o.placed_at, excluded.placed_at), o.placed_at, excluded.placed_at),
    amount = case when excluded.amount_at >= o.amount_at and excluded.amount is not null then excluded.amount else o.amount end,
    amount_at = greatest(o.amount_at, excluded.amount_at),
    is_cancelled = case when excluded.cancelled_at > o.cancelled_at then excluded.is_cancelled
      when excluded.cancelled_at = o.cancelled_at then o.is_cancelled or excluded.is_cancelled else o.is_cancelled end,
    cancelled_at = greatest(o.cancelled_at, excluded.cancelled_at)`;
const MEMBERS = `
  select is_treated, sum(customers)::float8 as customers, min(first_at) as first_at from trial_count
  where campaign = $1 group by is_treated`;
// Reads the orders of one campaign along its key, not its members.
const BUYERS = `
  select is_treated, count(*)::float8 as buyers, sum(orders)::float8 as orders, sum(amount)::float8 as revenue,
    sum(amount * amount)::float8 as squares, (count(*) filter (where orders > 1))::float8 as again
  from (
    select is_treated, customer, count(*) as orders, coalesce(sum(amount), 0)::float8 as amount
    from trial_order where campaign = $1 and placed_at is not null and not is_cancelled group by 1, 2) as buyer
  group by is_treated`;

export class TrialStore {
  constructor(private readonly db: Db) {}

  /** Notes changes of orders. Safe in any order and any number of times. */
  async note(notes: readonly OrderNote[]): Promise<void> {
    // One by one for each order of a batch: a statement changes a row once.
    for (const round of roundsOf(notes)) await this.db.query(NOTE, [...noteColumns(round), WINDOW_MS], 'note-orders');
  }

  /** Returns the groups of a campaign; null where it has put no customer into one. */
  async groups(campaign: string): Promise<Groups | null> {
    const [members, buyers] = await Promise.all([
      this.db.query<{ is_treated: boolean; customers: number; first_at: number }>(MEMBERS, [campaign]),
      this.db.query<Omit<Group, 'customers'> & { is_treated: boolean }>(BUYERS, [campaign]),
    ]);
    if (members.length === 0) return null;
    const of = (treated: boolean): Group => {
      const { is_treated: _, ...bought } = buyers.find((row) => row.is_treated === treated) ?? { is_treated: treated };
      const customers = members.find((row) => row.is_treated === treated)?.customers ?? 0;
      return { ...NO_GROUP, ...bought, customers };
    };
    return { treated: of(true), control: of(false), since: Math.min(...members.map((row) => row.first_at)) };
  }
}

/** Splits notes so that each round has at most one of each order. */
function roundsOf(notes: readonly OrderNote[]): OrderNote[][] {
  const rounds: OrderNote[][] = [];
  const seen = new Map<string, number>();
  for (const note of notes) {
    const round = seen.get(note.order) ?? 0;
    seen.set(note.order, round + 1);
    (rounds[round] ??= []).push(note);
  }
  return rounds;
}

const noteColumns = (notes: readonly OrderNote[]): unknown[] =>
  columns(
    notes.flatMap((note, place) => note.customers.map((customer) => ({ ...note, customer, place }))),
    (one) => one.customer,
    (one) => one.order,
    (one) => one.at,
    (one) => one.amount,
    (one) => one.what === 'placed',
    (one) => one.what === 'cancelled',
    (one) => one.place,
  );
