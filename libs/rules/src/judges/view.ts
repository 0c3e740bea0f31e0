// One customer as the leaves see it during one judgement: facts of several identities read as one,
// and what was looked up once kept.
import { basketIn } from '@segue/orders';
import { dayNumber, dayNumberAt, isZone } from '@segue/valuation';
import type { Facts, RuleFacts } from '../facts/facts';
import { type Mark, type Seen, type Visit, isLaterMark, latestSeen, latestVisits, own } from '../facts/kept';
import { type Holdings, type PlacedOrders, holdingsIn, placedIn } from '../facts/placed-orders';
import type { Series } from '../facts/series';
import { type Amounts, amountsIn } from '../facts/amounts';
import type { Context, NumberFact } from '../language/context';
import { valueAt } from './values/comparison';
import type { Levels } from './values/levels';

const NEVER: readonly number[] = [];

export class View {
  private readonly parts: readonly RuleFacts[];
  private readonly crossings = new Map<string, Map<number, number | null>>();
  private readonly amountsByName = new Map<string, Amounts>();
  private readonly chosen = new Map<string, unknown>();
  private next: { name: string; level: number } | undefined;
  private asked = { at: NaN, zone: '', day: NaN };
  private ordered: number | null | undefined;
  private customerZone: string | undefined;

  constructor(
    facts: Facts,
    readonly context: Context,
    /** Without it every crossing is searched for by itself. */
    private readonly levels?: Levels,
  ) {
    this.parts = Object.values(facts);
  }

  /**
   * Returns the zone that a window or a date names; the brand's where the customer's is unknown or
   * not valid.
   */
  zoneOf(asked: { zone?: 'customer' } | undefined): string {
    if (asked?.zone !== 'customer') return this.context.zone;
    const { zone, customerZone } = this.context;
    return (this.customerZone ??= isZone(customerZone) ? customerZone : zone);
  }

  /**
   * The number of the day that holds an instant. Hundreds of leaves ask for the same one after the
   * other.
   */
  dayAt(at: number, zone: string): number {
    if (at !== this.asked.at || zone !== this.asked.zone) this.asked = { at, zone, day: dayNumberAt(at, zone) };
    return this.asked.day;
  }

  /** The number of the day of the last order, null without orders. */
  lastOrder(): number | null {
    if (this.ordered === undefined) {
      const day = this.context.lastOrderDay ?? null;
      this.ordered = day === null ? null : dayNumber(day);
    }
    return this.ordered;
  }

  /** Returns the value at a dotted path in the traits that hold; null where there is none. */
  trait(path: string): unknown {
    return valueAt(this.context.traits, path);
  }

  /** The kept times of a pattern, latest first. */
  times(key: string): readonly number[] {
    const [only] = this.parts;
    if (only && this.parts.length === 1) return own(only.events, key) ?? NEVER;
    return this.parts.flatMap(({ events }) => own(events, key) ?? []).sort((a, b) => b - a);
  }

  /** The kept values of a property, the latest seen first. */
  seen(key: string): readonly Seen[] {
    const [only] = this.parts;
    if (only && this.parts.length === 1) return own(only.distinct, key) ?? [];
    return latestSeen(this.parts.flatMap(({ distinct }) => own(distinct, key) ?? []));
  }

  /** The latest values of a property with their touchpoints, latest first. */
  visits(key: string, keep: number): readonly Visit[] {
    return latestVisits(
      this.parts.flatMap(({ visits }) => own(visits, key) ?? []),
      keep,
    );
  }

  series(key: string): Series[] {
    return this.parts.flatMap(({ series }) => own(series, key) ?? []);
  }

  /**
   * Returns the amounts of several series in time order. Cached, since hundreds of leaves may read
   * the same ones.
   */
  amounts(keys: readonly string[], name: string): Amounts {
    let amounts = this.amountsByName.get(name);
    if (!amounts) this.amountsByName.set(name, (amounts = amountsIn(keys.map((key) => this.series(key)))));
    return amounts;
  }

  /** The orders that were placed, by time. */
  placed(): PlacedOrders {
    return placedIn(this.context.orders);
  }

  /** Which orders hold which product or category, as far as rules name them. */
  holdings(): Holdings {
    return this.once('holdings', () => {
      const all = this.parts.flatMap(({ baskets }) => (baskets ? [baskets] : []));
      return holdingsIn(this.placed(), (orderId) => basketIn(all, orderId));
    });
  }

  /**
   * Returns a selection of the orders, computed once by name, since many leaves read the same ones.
   */
  once<T>(name: string, choose: () => T): T {
    if (!this.chosen.has(name)) this.chosen.set(name, choose());
    return this.chosen.get(name) as T;
  }

  mark(which: 'first' | 'last', key: string): Mark | null {
    let found: Mark | null = null;
    for (const part of this.parts) {
      const mark = own(part[which], key);
      if (mark && (!found || isLaterMark(mark, found) === (which === 'last'))) found = mark;
    }
    return found;
  }

  /**
   * Returns the highest level below the number that a rule asks for; −Infinity if there is none.
   */
  nextLevel(name: string, { value }: NumberFact): number {
    if (this.next?.name !== name) this.next = { name, level: this.levels?.below(name, value) ?? -Infinity };
    return this.next.level;
  }

  /**
   * Returns when a falling number gets below a level. Cached, since it may have to be searched for.
   */
  crossing(name: string, fact: NumberFact, level: number): number | null {
    let known = this.crossings.get(name);
    if (!known) this.crossings.set(name, (known = new Map()));
    let crossing = known.get(level);
    if (crossing === undefined) {
      crossing = fact.fallsBelow?.(level) ?? null;
      known.set(level, crossing);
    }
    return crossing;
  }
}
