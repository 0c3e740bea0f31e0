// Looks at customers one by one: what they are worth now, and which tiers they move to by
// themselves. Within a time budget: at all of them, or at the first by id, a fair sample because
// ids are hashes.
import { purchasedIn } from '@segue/parts';
import { Breather } from '@segue/service';
import type { Db } from '@segue/store';
import type { Rulebook } from '../rulebook/domain/rulebook';
import { type FoundCustomer, factsOf } from '../score/domain/known-standings';
import { RuleView } from '../score/domain/rule-view';
import { pointAt } from '../standings/domain/curve';
import type { StandingStore } from '../standings/standing.store';
import { type Valued, valuedOf } from './domain/census';
import { type MoneyTotal, NO_MONEY, type Period, added, moneyOf } from './domain/money';
import { type ComingMove, type MoveCount, comingMoves, countMoves } from './domain/coming';

const COUNT = `select count(*)::int as count from standing where value_tier is not null`;

const DAY_MS = 86_400_000;
const CHUNK = 500;
const BUDGET_MS = 1_600;

/** How many customers were looked at, and how many there are. */
export interface Looked {
  looked: number;
  population: number;
}

/** Money by value tier, and that of the period before, of all tiers. */
export interface MoneyTaken {
  tiers: ReadonlyMap<string, MoneyTotal>;
  before: MoneyTotal;
}

/** Where a page of coming moves ends: the instant at which the customer is due, the id. */
export type DuePlace = readonly [dueAt: number, customer: string];

interface Due {
  customer: string;
  at: number;
}

export interface ComingCustomer {
  customer: string;
  at: number;
  place: DuePlace;
}

export class CensusReader {
  constructor(
    private readonly db: Db,
    private readonly store: Pick<StandingStore, 'read' | 'customers'>,
    private readonly budgetMs = BUDGET_MS,
  ) {}

  /** @param now UTC milliseconds. */
  async take(book: Rulebook, now: number): Promise<Looked & { census: Valued[] }> {
    const [row] = await this.db.query<{ count: number }>(COUNT);
    const census: Valued[] = [];
    const isWhole = await this.look(this.store.customers(CHUNK), ({ customer, facts }) =>
      census.push(valuedOf(customer, new RuleView(facts, book, now).worth)),
    );
    // Customers that came meanwhile are in the census: it may hold more than were counted.
    return { census, looked: census.length, population: isWhole ? census.length : (row?.count ?? census.length) };
  }

  /**
   * Takes the money of a period of so many days up to now, by value tier, and of the one before.
   */
  async money(book: Rulebook, now: number, days: number): Promise<Looked & MoneyTaken> {
    const [row] = await this.db.query<{ count: number }>(COUNT);
    const from = now - days * DAY_MS;
    const tiers = new Map<string, MoneyTotal>();
    let before = NO_MONEY;
    let looked = 0;
    const isWhole = await this.look(this.store.customers(CHUNK), ({ facts }) => {
      looked++;
      const view = new RuleView(facts, book, now);
      const { purchases } = purchasedIn(view.joined.part.orders, book.brand);
      const { expectedRevenue, value } = view.worth;
      const of = (period: Period, expected: number) => moneyOf(purchases, book.brand.currency, period, expected);
      tiers.set(value.tier, added(tiers.get(value.tier) ?? NO_MONEY, of({ from, until: now + 1 }, expectedRevenue)));
      before = added(
        before,
        of({ from: from - days * DAY_MS, until: from }, pointAt(facts, from, book).expectedRevenue),
      );
    });
    return { tiers, before, looked, population: isWhole ? looked : (row?.count ?? looked) };
  }

  /** Counts the moves until `until`; the population is the customers who are due by then. */
  async coming(book: Rulebook, now: number, until: number): Promise<Looked & { moves: MoveCount[] }> {
    const [row] = await this.db.query<{ count: number }>(
      'select count(*)::int as count from due where due_at > $1 and due_at <= $2',
      [now, until],
    );
    const counts = new Map<string, MoveCount>();
    let looked = 0;
    const isWhole = await this.look(this.dueById(now, until), (found) => {
      looked++;
      countMoves(counts, comingMoves(found, book, until));
    });
    const moves = [...counts.values()].sort((a, b) => b.customers - a.customers);
    return { moves, looked, population: isWhole ? looked : (row?.count ?? looked) };
  }

  /**
   * Customers who make one of these moves, in the order in which they are due. Where moves are rare
   * a page may end before it is full: `next` is then the place to go on from.
   */
  async comingCustomers(
    move: Pick<ComingMove, 'scheme' | 'from' | 'to'>,
    book: Rulebook,
    until: number,
    after: DuePlace,
    limit: number,
  ): Promise<{ items: ComingCustomer[]; next: DuePlace | null }> {
    const items: ComingCustomer[] = [];
    const started = performance.now();
    const breather = new Breather();
    let place = after;
    for (;;) {
      const due = await this.dueAfter(place, until);
      const known = await this.store.read(due.map(({ customer }) => customer));
      for (const { customer, at } of due) {
        if (items.length === limit || performance.now() - started > this.budgetMs) return { items, next: place };
        place = [at, customer];
        const standing = known.standings.get(customer)?.standing;
        const moves = standing ? comingMoves({ standing, facts: factsOf(standing, known.facts) }, book, until) : [];
        const found = moves.find(
          ({ scheme, from, to }) => scheme === move.scheme && from === move.from && to === move.to,
        );
        if (found) items.push({ customer, at: found.at, place });
        await breather.breathe();
      }
      if (due.length < CHUNK) return { items, next: null };
    }
  }

  /** Resolves with whether all were looked at. */
  private async look(
    portions: AsyncIterable<readonly string[]>,
    visit: (found: FoundCustomer) => void,
  ): Promise<boolean> {
    const started = performance.now();
    const breather = new Breather();
    for await (const customers of portions) {
      const known = await this.store.read(customers);
      for (const { customer, standing } of known.standings.values()) {
        const facts = factsOf(standing, known.facts);
        // Merged into another, or its facts are on their way still.
        if (facts.size === 0 || facts.size < standing.identities.length) continue;
        if (performance.now() - started > this.budgetMs) return false;
        visit({ customer, standing, facts });
        await breather.breathe();
      }
    }
    return true;
  }

  private async *dueById(now: number, until: number): AsyncGenerator<readonly string[], void, undefined> {
    for (let after = ''; ;) {
      const rows = await this.db.query<{ customer: string }>(
        `select customer_id as customer from due where due_at > $1 and due_at <= $2 and customer_id > $3
         order by customer_id limit $4`,
        [now, until, after, CHUNK],
      );
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows.map(({ customer }) => customer);
      after = last.customer;
    }
  }

  private dueAfter([at, customer]: DuePlace, until: number): Promise<Due[]> {
    return this.db.query(
      `select customer_id as customer, due_at as at from due
       where (due_at, customer_id) > ($1, $2) and due_at <= $3 order by due_at, customer_id limit $4`,
      [at, customer, until, CHUNK],
    );
  }
}
