// What is asked of scoring from outside: where customers stand, who is where, how a draft would
// count. Read only, off the hot path.
import { NO_ORDERS, type Orders } from '@segue/orders';
import { type Needs, type Rule, compile, segmentsIn } from '@segue/rules';
import { HORIZON_WEEKS } from '@segue/valuation';
import { Breather } from '@segue/service';
import type { Db } from '@segue/store';
import { type UpcomingChange, nextChanges } from './domain/changes';
import { type Facts, adopted, rebuilt } from '../score/domain/facts';
import { type Rulebook, type Settings, rulebook } from '../rulebook/domain/rulebook';
import { type FactsRow, type KnownStandings, outdated } from '../score/domain/score';
import { RuleView } from '../score/domain/rule-view';
import { type Standing } from '../score/domain/standing.state';
import { type Transition } from '../score/domain/transition';
import type { HistoryReader } from '../score/histories';
import { StandingStore } from './standing.store';

export interface Explained {
  customer: string;
  standing: Standing;
  sight: RuleView;
  /**
   * For each segment that holds: the leaves that decide, and until when it does if nothing happens.
   */
  held: Record<string, { because: unknown; until: number | null }>;
  /** What changes next if nothing happens, soonest first. */
  changes: UpcomingChange[];
}

interface FoundCustomer {
  customer: string;
  standing: Standing;
  facts: ReadonlyMap<string, Facts>;
}

export type MemberOrder = 'next' | 'tier';

export interface MemberFilter {
  tier?: string | undefined;
  segment?: string | undefined;
}

/** Where a page of members ends: the tier's place, the instant of the next change, the id. */
export type MemberPlace = [tier: number, dueAt: number, customer: string];

export interface CurvePoint {
  at: number;
  expectedRevenue: number;
  pAlive: number;
  net: number;
  tier: string;
}

export interface Count {
  matching: number;
  looked: number;
  population: number;
  exact: boolean;
  /** Half the width of the 95 % interval of `matching`, in customers; 0 when exact. */
  error: number;
}

export interface TransitionRow {
  customer: string;
  transition: Transition;
}

const WEEK = 7 * 86_400_000;
const MAX_POINTS = 160;
const CHUNK = 500;
const PREVIEW_BUDGET_MS = 400;
const SAMPLE_Z = 1.96;
/** Best first. */
const VALUE_TIERS = ['MVC', 'MGC', 'standard', 'BZ'];
/** The place of customers without a next change. */
const NEVER = Number.MAX_SAFE_INTEGER;
const START = [0, ''] as const;
export const FIRST_MEMBER: MemberPlace = [0, ...START];

export class StandingReader {
  constructor(
    private readonly db: Db,
    private readonly store: StandingStore,
    private readonly histories: HistoryReader,
  ) {}

  /**
   * The standing of a customer, also by an id that was merged into another; null when unknown.
   * @param most how many of the next changes are searched for.
   */
  async explain(customer: string, book: Rulebook, now: number, most = 1): Promise<Explained | null> {
    const found = (await this.customersOf([customer])).get(customer);
    return found ? explained(found, book, now, most) : null;
  }

  /** The standings of several customers, in the order of the ids; unknown ids are left out. */
  async explainAll(customers: readonly string[], book: Rulebook, now: number): Promise<Explained[]> {
    const found = await this.customersOf(customers);
    const all: Explained[] = [];
    const breather = new Breather();
    for (const customer of customers) {
      const one = found.get(customer);
      if (one) all.push(explained(one, book, now, 1));
      await breather.breathe();
    }
    return all;
  }

  /**
   * Value week by week as it was judged by what was bought until then, and on to the horizon as it
   * will be if nothing is.
   */
  async curve(customer: string, book: Rulebook, now: number): Promise<CurvePoint[] | null> {
    const found = (await this.customersOf([customer])).get(customer);
    if (!found) return null;
    const parts = [...found.facts.values()];
    const first = Math.min(...parts.map(({ part }) => part.firstSeen ?? now));
    const until = now + HORIZON_WEEKS * WEEK;
    const step = WEEK * Math.max(1, Math.ceil((until - first) / WEEK / MAX_POINTS));
    const points: CurvePoint[] = [];
    const breather = new Breather();
    for (let at = first; at < until; at += step) {
      points.push(pointAt(found.facts, at, book));
      await breather.breathe();
    }
    return points;
  }

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
   * A page of those among `portions` of customers whom the filter lets through, in the order of
   * `ordered`, and how many there are. Without a filter those who are not judged yet come last.
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

  /** How many customers `ordered` walks over. */
  async countOf(filter: MemberFilter): Promise<number> {
    const values: unknown[] = [];
    const sql = `select count(*)::int as count from standing s where ${memberIn(filter, values)}`;
    const [row] = await this.db.query<{ count: number }>(sql, values);
    return row?.count ?? 0;
  }

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
    filter: { customers?: readonly string[]; subject?: string; kind?: string },
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

  /**
   * How many customers a draft rule holds for now: all of them if there is time, else an estimate
   * from the first, who are a fair sample because ids are hashes. Facts that were not kept for it
   * are folded from histories, which profile is asked for.
   */
  async count(rule: Rule, book: Rulebook, now: number): Promise<Count> {
    const draft = draftBook(rule, book);
    const asked = draft.rules.rules.filter(({ id }) => id === DRAFT);
    const holds = (facts: ReadonlyMap<string, Facts>) => {
      const sight = new RuleView(facts, draft, now);
      return draft.rules.judge(asked, sight.rules, sight)[0]?.holds ?? false;
    };
    return this.tally(PREVIEW_BUDGET_MS, holds, (known) => this.factsFor(draft.rules.needs, known, book));
  }

  /** Facts as the needs want them; those whose history is on its way still are left out. */
  private async factsFor(needs: Needs, known: KnownStandings, book: Rulebook): Promise<KnownStandings['facts']> {
    const histories = await this.histories.of(outdated(known, needs, book));
    const rows = new Map<string, FactsRow>();
    const breather = new Breather();
    for (const row of known.facts.values()) {
      const kept = adopted(row.facts, needs, book.needs);
      const facts = kept.rules.needs === needs.id ? kept : rebuilt(kept, histories.get(row.identity) ?? [], needs);
      if (facts) rows.set(row.identity, { ...row, facts });
      await breather.breathe();
    }
    return rows;
  }

  /**
   * How many customers would be in each tier of `value` under other settings, from all of them or a
   * fair sample.
   */
  async tiersUnder(
    settings: Settings,
    book: Rulebook,
    now: number,
  ): Promise<{ tiers: Record<string, number>; looked: number; population: number }> {
    const draft = rulebook({ ...book, settings });
    const tiers: Record<string, number> = {};
    const count = await this.tally(PREVIEW_BUDGET_MS * 4, (facts) => {
      const { tier } = new RuleView(facts, draft, now).worth.value;
      tiers[tier] = (tiers[tier] ?? 0) + 1;
      return true;
    });
    return { tiers, looked: count.looked, population: count.population };
  }

  private async tally(
    budgetMs: number,
    holds: (facts: ReadonlyMap<string, Facts>) => boolean,
    prepare: (known: KnownStandings) => Promise<KnownStandings['facts']> = async (known) => known.facts,
  ): Promise<Count> {
    const population = await this.population();
    const started = performance.now();
    const breather = new Breather();
    let matching = 0;
    let looked = 0;
    for await (const customers of this.store.customers(CHUNK)) {
      const known = await this.store.read(customers);
      const prepared = await prepare(known);
      for (const { standing } of known.standings.values()) {
        const facts = factsOf(standing, prepared);
        if (facts.size === 0 || facts.size < standing.identities.length) continue;
        looked++;
        if (holds(facts)) matching++;
        if (performance.now() - started > budgetMs) return estimate(matching, looked, population);
        await breather.breathe();
      }
      if (performance.now() - started > budgetMs) return estimate(matching, looked, population);
    }
    return estimate(matching, looked, population);
  }

  private async population(): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(
      `select count(*)::int as count from standing where value_tier is not null`,
    );
    return row?.count ?? 0;
  }

  /**
   * Customers by the ids asked for; an id that was merged into another gives its survivor. Reads
   * all of them at once, and once more for each link of the longest chain of merges.
   */
  private async customersOf(ids: readonly string[]): Promise<Map<string, FoundCustomer>> {
    const found = new Map<string, FoundCustomer>();
    let asked = new Map(ids.map((id) => [id, id]));
    while (asked.size > 0) {
      const known = await this.store.read([...new Set(asked.values())]);
      const merged = new Map<string, string>();
      for (const [id, customer] of asked) {
        const standing = known.standings.get(customer)?.standing;
        if (standing?.survivor) merged.set(id, standing.survivor);
        else if (standing && standing.identities.length > 0)
          found.set(id, { customer, standing, facts: factsOf(standing, known.facts) });
      }
      asked = merged;
    }
    return found;
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

function explained(found: FoundCustomer, book: Rulebook, now: number, most: number): Explained {
  const view = new RuleView(found.facts, book, Math.max(now, found.standing.judgedAt));
  const segments = Object.entries(found.standing.segments).filter(([id, { holds }]) => holds && book.rules.ruleOf(id));
  const held = segments.map(([id, { flip }]) => {
    const because = book.rules.explain(id, view.rules, view);
    return [id, { because, until: untilOf(id, flip?.at ?? null, view, book) }] as const;
  });
  const changes = nextChanges(found.standing, found.facts, view, book, most);
  return { ...found, sight: view, held: Object.fromEntries(held), changes };
}

/**
 * What is due already is about to be judged; of what is not, the instant that is kept may only be
 * the next look.
 */
function untilOf(id: string, due: number | null, sight: RuleView, book: Rulebook): number | null {
  return due === null || due <= sight.now ? due : book.rules.verdict(id, sight.rules, sight).flipsAt;
}

/** Facts of a customer's identities, as far as they are among the rows. */
export function factsOf(standing: Standing, rows: ReadonlyMap<string, { facts: Facts }>): Map<string, Facts> {
  return new Map(
    standing.identities.flatMap((identity) => {
      const row = rows.get(identity);
      return row ? [[identity, row.facts] as const] : [];
    }),
  );
}

/** No segment can have this id. */
const DRAFT = '(draft)';

/**
 * The draft and the segments that it rests on: what else there is would only ask for more facts.
 */
function draftBook(rule: Rule, book: Rulebook): Rulebook {
  const byId = new Map(book.segments.map((segment) => [segment.id, segment]));
  const needed = new Map([[DRAFT, { id: DRAFT, name: DRAFT, rule, version: book.version }]]);
  for (const segment of needed.values()) {
    for (const id of segmentsIn(segment.rule)) {
      const other = byId.get(id);
      if (other) needed.set(id, other);
    }
  }
  const segments = [...needed.values()];
  return { ...book, rules: compile(segments), segments };
}

/** A proportion of a sample, scaled up; its error by the normal approximation. */
function estimate(matching: number, looked: number, population: number): Count {
  if (looked >= population) return { matching, looked, population: looked, exact: true, error: 0 };
  // All facts are on their way still.
  if (looked === 0) return { matching, looked, population, exact: false, error: population };
  const share = matching / looked;
  const spread = Math.sqrt((share * (1 - share) * (1 - looked / population)) / looked);
  const error = Math.ceil(SAMPLE_Z * spread * population);
  return { matching: Math.round(share * population), looked, population, exact: false, error };
}

function pointAt(facts: ReadonlyMap<string, Facts>, at: number, book: Rulebook): CurvePoint {
  const then = new Map(
    [...facts].map(([identity, one]) => [
      identity,
      { ...one, part: { ...one.part, orders: placedBy(one.part.orders, at) } },
    ]),
  );
  const { expectedRevenue, pAlive, net, value } = new RuleView(then, book, at).worth;
  return { at, expectedRevenue, pAlive, net, tier: value.tier };
}

function placedBy(orders: Orders, at: number): Orders {
  const placed = Object.entries(orders).filter(([, order]) => (order.placed ?? Infinity) <= at);
  return placed.length > 0 ? Object.fromEntries(placed) : NO_ORDERS;
}
