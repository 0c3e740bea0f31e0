// How many customers are in a tier or a segment, and which ones, in pages.
import type { Db } from '@segue/store';

export type MemberOrder = 'next' | 'tier';

export interface MemberFilter {
  tier?: string | undefined;
  segment?: string | undefined;
}

/** Where a page of members ends: the tier's place, the instant of the next change, the id. */
export type MemberPlace = [tier: number, dueAt: number, customer: string];

/** Best first. */
const VALUE_TIERS = ['MVC', 'MGC', 'standard', 'BZ'];
/** The place of customers without a next change. */
const NEVER = Number.MAX_SAFE_INTEGER;
const START = [0, ''] as const;
export const FIRST_MEMBER: MemberPlace = [0, ...START];

export class MemberReader {
  constructor(private readonly db: Db) {}

  async tierCounts(): Promise<Record<string, number>> {
    const rows = await this.db.query<{ tier: string; count: number }>(
      `select value_tier as tier, count(*)::int as count from standing where value_tier is not null group by value_tier`,
    );
    return Object.fromEntries(rows.map((row) => [row.tier, row.count]));
  }

  async segmentCounts(): Promise<Record<string, number>> {
    const rows = await this.db.query<{ segment: string; count: number }>(
      `select unnest(segments) as segment, count(*)::int as count from standing group by 1`,
    );
    return Object.fromEntries(rows.map((row) => [row.segment, row.count]));
  }

  /** Customers in a tier of `value`, or in a segment, after this id. */
  async members(by: { tier: string } | { segment: string }, after: string, limit: number): Promise<string[]> {
    const [where, value] = 'tier' in by ? ['value_tier = $1', by.tier] : ['segments @> array[$1]', by.segment];
    const rows = await this.db.query<{ customer_id: string }>(
      `select customer_id from standing where ${where} and customer_id > $2 order by customer_id limit $3`,
      [value, after, limit],
    );
    return rows.map((row) => row.customer_id);
  }

  /**
   * A page of the customers that are judged: by the instant of their next change, those without one
   * last; with `tier` by value tier first, the best one first. Reads along the index of due times.
   */
  async ordered(filter: MemberFilter, order: MemberOrder, after: MemberPlace, limit: number): Promise<MemberPlace[]> {
    if (order === 'next') return this.orderedIn(filter, after, 0, limit);
    const tiers = filter.tier === undefined ? VALUE_TIERS : [filter.tier];
    const places: MemberPlace[] = [];
    for (const [place, tier] of tiers.entries()) {
      if (place < after[0] || places.length >= limit) continue;
      const from: MemberPlace = place === after[0] ? after : [place, ...START];
      places.push(...(await this.orderedIn({ ...filter, tier }, from, place, limit - places.length)));
    }
    return places;
  }

  private async orderedIn(
    filter: MemberFilter,
    [, dueAt, customer]: MemberPlace,
    place: number,
    limit: number,
  ): Promise<MemberPlace[]> {
    const soon = dueAt === NEVER ? [] : await this.dueIn(filter, [dueAt, customer], limit);
    const calm =
      soon.length === limit ? [] : await this.calmIn(filter, dueAt === NEVER ? customer : '', limit - soon.length);
    return [
      ...soon.map((row): MemberPlace => [place, row.at, row.customer]),
      ...calm.map((row): MemberPlace => [place, NEVER, row.customer]),
    ];
  }

  private dueIn(filter: MemberFilter, after: [number, string], limit: number) {
    const values: unknown[] = [...after, limit];
    return this.db.query<{ customer: string; at: number }>(
      `select d.customer_id as customer, d.due_at as at from due d join standing s using (customer_id)
       where (d.due_at, d.customer_id) > ($1, $2) and ${memberIn(filter, values)}
       order by d.due_at, d.customer_id limit $3`,
      values,
    );
  }

  private calmIn(filter: MemberFilter, after: string, limit: number) {
    const values: unknown[] = [after, limit];
    return this.db.query<{ customer: string }>(
      `select s.customer_id as customer from standing s
       where s.customer_id > $1 and ${memberIn(filter, values)}
         and not exists (select from due d where d.customer_id = s.customer_id) order by s.customer_id limit $2`,
      values,
    );
  }

  /**
   * Resolves with a page of the customers in `portions` that pass the filter, in the order of
   * `ordered`, and their total. Without a filter, customers that are not judged yet come last.
   */
  async orderedAmong(
    portions: AsyncIterable<readonly string[]>,
    filter: MemberFilter,
    order: MemberOrder,
    after: MemberPlace,
    limit: number,
  ): Promise<{ places: MemberPlace[]; total: number }> {
    const seen = new Set<string>();
    let first: MemberPlace[] = [];
    for await (const customers of portions) {
      for (const place of await this.placesOf(customers, filter, order)) {
        if (seen.has(place[2])) continue;
        seen.add(place[2]);
        if (inOrder(place, after) > 0) first.push(place);
      }
      first = first.sort(inOrder).slice(0, limit);
    }
    return { places: first, total: seen.size };
  }

  private async placesOf(
    customers: readonly string[],
    filter: MemberFilter,
    order: MemberOrder,
  ): Promise<MemberPlace[]> {
    const values: unknown[] = [customers];
    const isFiltered = filter.tier !== undefined || filter.segment !== undefined;
    const rows = await this.db.query<{ customer: string; tier: string | null; at: number | null }>(
      `select found.customer, s.value_tier as tier, d.due_at as at from unnest($1::text[]) as found(customer)
       left join standing s on s.customer_id = found.customer left join due d on d.customer_id = found.customer
       where ${isFiltered ? memberIn(filter, values) : 'true'}`,
      values,
    );
    return rows.map(({ customer, tier, at }) => {
      const best = tier === null ? VALUE_TIERS.length : VALUE_TIERS.indexOf(tier);
      return [order === 'tier' ? best : 0, tier === null ? NEVER : (at ?? NEVER), customer];
    });
  }

  /** Resolves with how many judged customers are in one of two segments alone, and in both. */
  async overlap(one: string, other: string): Promise<{ onlyThis: number; both: number; onlyOther: number }> {
    const [row] = await this.db.query<{ first: number; second: number; both: number }>(
      `select count(*) filter (where segments @> array[$1])::int as first,
         count(*) filter (where segments @> array[$2])::int as second,
         count(*) filter (where segments @> array[$1, $2])::int as both
       from standing where segments && array[$1, $2] and value_tier is not null`,
      [one, other],
    );
    const { first = 0, second = 0, both = 0 } = row ?? {};
    return { onlyThis: first - both, both, onlyOther: second - both };
  }

  /** Resolves with the number of customers that `ordered` pages through. */
  async countOf(filter: MemberFilter): Promise<number> {
    const values: unknown[] = [];
    const sql = `select count(*)::int as count from standing s where ${memberIn(filter, values)}`;
    const [row] = await this.db.query<{ count: number }>(sql, values);
    return row?.count ?? 0;
  }
}

/** As bytes decide in the database: ids are ASCII. */
const inOrder = (a: MemberPlace, b: MemberPlace): number =>
  a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0);

/** The condition on rows of `standing s`; adds its values. */
function memberIn({ tier, segment }: MemberFilter, values: unknown[]): string {
  const where = ['s.value_tier is not null'];
  if (tier !== undefined) where.push(`s.value_tier = $${values.push(tier)}`);
  if (segment !== undefined) where.push(`s.segments @> array[$${values.push(segment)}]`);
  return where.join(' and ');
}
