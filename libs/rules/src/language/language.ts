// The rule language, version 1: what a segment or a condition of a campaign may say, as JSON. Types
// follow from the schemas, and the JSON Schema that is published is made of the same. Text is
// compared as written (case matters); nothing is converted (the text "5" is no number).
//
// One logic for the unknown: a comparison with something unknown does not hold, and its negation
// therefore does. Who means "and it is known" says so with `known`.
import { type Static, type TObject, type TProperties, Type } from '@sinclair/typebox';

export const RULE_VERSION = 1;
export const MAX_TIMES = 1_000;
export const MAX_DISTINCT = 100;
export const MAX_CHILDREN = 100;
export const MAX_NESTING = 16;
/** Maximum number of leaves of one rule. */
export const MAX_LEAVES = 500;
/** Maximum number of these that read a customer's orders, of which there may be ten thousand. */
export const MAX_ORDER_LEAVES = 100;
/** Maximum bytes of one rule as JSON in UTF-8. */
export const MAX_RULE_BYTES = 32 * 1024;
export const MAX_STEPS = 5;
/**
 * How a place is meant: where most of the latest touchpoints were, where the latest was, where any
 * of them was.
 */
export const VISITS = ['usual', 'last', 'any'] as const;
/** What became of an order, as `libs/orders` joins it. */
export const ORDER_STATES = ['completed', 'partlyRefunded', 'refunded', 'cancelled'] as const;
/** Maximum number of products, and of categories, that one filter of orders names. */
export const MAX_PRODUCTS = 500;
/** How many latest touchpoints tell the usual place. */
export const USUAL_VISITS = 32;

const Scalar = Type.Union([Type.String({ maxLength: 1024 }), Type.Number(), Type.Boolean()]);
export type Scalar = Static<typeof Scalar>;
const Name = Type.String({ minLength: 1, maxLength: 256 });
/** Dots step into objects; a list on the way stands for each of its elements. */
const Path = Type.String({
  minLength: 1,
  maxLength: 256,
  pattern: '^[^.]+([.][^.]+)*$',
  description: 'a path of 1 to 256 characters: names with single dots between them, as in address.city',
});
/** `YYYY-MM-DD`, or with a time and zone as in ISO 8601. */
const Moment = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}(T.+(Z|[+-]\\d{2}:?\\d{2}))?$',
  description:
    'a day as YYYY-MM-DD, or an instant with its zone, as in 2026-05-01T10:00:00Z or 2026-05-01T10:00:00+08:00',
});
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'a day as YYYY-MM-DD' });

const closed = <T extends TProperties>(properties: T) => Type.Object(properties, { additionalProperties: false });
const choice = <const T extends readonly string[]>(names: T) =>
  Type.Union(names.map((name) => Type.Literal(name as T[number])));

/**
 * How a trait or a property is compared; a list fits a comparison if any of its elements does (and
 * `notEqual`, `notIn` if none equals).
 */
const COMPARISONS = {
  equal: { is: Type.Literal('equal'), value: Scalar },
  notEqual: { is: Type.Literal('notEqual'), value: Scalar },
  in: { is: Type.Literal('in'), values: Type.Array(Scalar, { minItems: 1, maxItems: 1000 }) },
  notIn: { is: Type.Literal('notIn'), values: Type.Array(Scalar, { minItems: 1, maxItems: 1000 }) },
  contains: { is: Type.Literal('contains'), value: Type.String({ minLength: 1, maxLength: 1024 }) },
  startsWith: { is: Type.Literal('startsWith'), value: Type.String({ minLength: 1, maxLength: 1024 }) },
  atLeast: { is: Type.Literal('atLeast'), value: Type.Number() },
  above: { is: Type.Literal('above'), value: Type.Number() },
  atMost: { is: Type.Literal('atMost'), value: Type.Number() },
  below: { is: Type.Literal('below'), value: Type.Number() },
  between: { is: Type.Literal('between'), from: Type.Number(), to: Type.Number() },
  /** Instants as texts of ISO 8601; where either is a mere day, days are compared as written. */
  before: { is: Type.Literal('before'), value: Moment },
  after: { is: Type.Literal('after'), value: Moment },
  known: { is: Type.Literal('known') },
  unknown: { is: Type.Literal('unknown') },
} as const;
type Comparisons = { [K in keyof typeof COMPARISONS]: Static<TObject<(typeof COMPARISONS)[K]>> };
export type Comparison = Comparisons[keyof Comparisons];

/** Comparisons of numbers; `between` includes both ends. */
const NUMBER_COMPARISONS = {
  equal: { is: Type.Literal('equal'), value: Type.Number() },
  atLeast: COMPARISONS.atLeast,
  above: COMPARISONS.above,
  atMost: COMPARISONS.atMost,
  below: COMPARISONS.below,
  between: COMPARISONS.between,
} as const;
type NumberComparisons = { [K in keyof typeof NUMBER_COMPARISONS]: Static<TObject<(typeof NUMBER_COMPARISONS)[K]>> };
export type NumberComparison = NumberComparisons[keyof NumberComparisons];

const amount = Type.Integer({ minimum: 1, maximum: 1_000_000 });
/**
 * A length of time. Days are days of a zone: n days after an instant is the instant whose calendar
 * position (day plus the fraction of it that has passed) is n days on. Shorter units are exact.
 */
const Duration = closed({ amount, unit: choice(['days', 'hours', 'minutes', 'seconds', 'milliseconds']) });
export type Duration = Static<typeof Duration>;

/** Of the brand where absent; the customer's own zone is the brand's until it is known. */
const zone = Type.Optional(Type.Literal('customer'));
export const PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const;
const Period = choice(PERIODS);
export type Period = (typeof PERIODS)[number];

/** The time back from now: touchpoints leave it, and none enters by itself. */
const Sliding = closed({ ...Duration.properties, zone });
/** The present day, week (from Monday), month, quarter or year. */
const Present = closed({ this: Period, zone });
/** The one before. */
const Previous = closed({ last: Period, zone });
/** From the start of one day to the end of another, or without end. */
const Since = closed({ since: Day, zone });
const Between = closed({ since: Day, until: Day, zone });

/** Windows from whose touchpoints the latest decide. */
const Leaving = Type.Union([Sliding, Present, Since]);
export type Leaving = Static<typeof Leaving>;
const Within = Type.Union([Sliding, Present, Previous, Since, Between]);
export type Within = Static<typeof Within>;

export type Filter = { property: string } & Comparison;

/**
 * Which orders are meant; all that is said must fit. Without `states`: all but cancelled ones.
 * Amounts in the brand's currency as one writes them (49.9), less what was given back.
 */
export interface OrderFilter {
  states?: (typeof ORDER_STATES)[number][];
  amount?: NumberComparison;
  /** At least one of these, by product id or SKU. */
  products?: string[];
  /** At least one of these. */
  categories?: string[];
  /**
   * Of the products and categories named only those that were given back, or only those that were
   * not.
   */
  returned?: boolean;
}

const Times = Type.Integer({ minimum: 1, maximum: MAX_TIMES });
const TimesOrNone = Type.Integer({ minimum: 0, maximum: MAX_TIMES });
/** How often: at least n, at most n, exactly n times. */
export const Count = Type.Union([
  closed({ atLeast: Times }),
  closed({ atMost: TimesOrNone }),
  closed({ exactly: TimesOrNone }),
]);
export type Count = Static<typeof Count>;

/**
 * A touchpoint by its event name (`Order Completed`, `page`, …) and what its properties must be;
 * all filters must hold.
 */
export interface EventPattern {
  name: string;
  where?: Filter[];
}

export type TraitLeaf = { kind: 'trait'; name: string } & Comparison;
export type EventLeaf = { kind: 'event'; times: Count; within?: Within } & EventPattern;
export type NeverLeaf = { kind: 'never'; within?: Within } & EventPattern;
/**
 * The sum of a numeric property; 0 if there is nothing to add. To four decimals; values beyond
 * ±1e11 and other than numbers are left out.
 */
export type SumLeaf = { kind: 'sum'; property: string; within?: Within } & EventPattern & NumberComparison;
/** Its mean; unknown if there is nothing to average. */
export type AverageLeaf = { kind: 'average'; property: string; within?: Within } & EventPattern & NumberComparison;
/**
 * How many of these for each of those; unknown without those. E.g. messages opened of messages
 * sent.
 */
export type RatioLeaf = { kind: 'ratio'; part: EventPattern; whole: EventPattern; within?: Within } & NumberComparison;
/** How many different values a property had. */
export type DistinctLeaf = { kind: 'distinct'; property: string; times: Count; within?: Leaving } & EventPattern;
/** The earliest touchpoint of a pattern: when it was, and what it was like. */
export type FirstLeaf = { kind: 'first'; has?: Filter[]; within?: Within } & EventPattern;
/** The latest one. */
export type LastLeaf = { kind: 'last'; has?: Filter[]; within?: Within } & EventPattern;
/**
 * An A within the window with no B from it until so long after it: any A, not only the latest. True
 * from the end of that time, and for as long as the A is within the window; a B at the very end of
 * that time, or later, changes nothing. `still`: with no B since at all, so that a late B ends it.
 */
export type UnansweredLeaf = {
  kind: 'unanswered';
  by: EventPattern;
  for: Duration;
  still?: boolean;
  within?: Leaving;
} & EventPattern;
/**
 * One after the other, each later than the one before, from the first to the last no longer than
 * `span`; the last within the window.
 */
export type SequenceLeaf = { kind: 'sequence'; steps: EventPattern[]; span: Duration; within?: Leaving };
/**
 * Where they do it: a property of the touchpoint names the store, region or trade area (`store.id`,
 * `store.region`), and what names none does not count. `any`: at least one touchpoint was in one of
 * these; `last`: the latest was; `usual`: the place of most of the latest (at most USUAL_VISITS of
 * them) within the window is one of these, of several as frequent the one seen last.
 */
export type PlaceLeaf = {
  kind: 'place';
  visit: (typeof VISITS)[number];
  property: string;
  in: Scalar[];
  within?: Leaving;
} & EventPattern;
/** How many orders there are, each once however often it was reported. */
export type OrderCountLeaf = { kind: 'order'; what: 'count'; times: Count; where?: OrderFilter; within?: Within };
/**
 * What orders come to, 0 without any; or their mean, unknown without any. Orders without an amount
 * in the brand's currency are left out.
 */
export type OrderSumLeaf = {
  kind: 'order';
  what: 'sum' | 'average';
  where?: OrderFilter;
  within?: Within;
} & NumberComparison;
/**
 * The earliest or latest order that fits `where`: what it is like, and when it was placed.
 * `olderThan`: so long ago or longer.
 */
export type OrderEndLeaf = {
  kind: 'order';
  what: 'first' | 'last';
  where?: OrderFilter;
  has?: OrderFilter;
  within?: Within;
  olderThan?: Static<typeof Sliding>;
};
export type OrderLeaf = OrderCountLeaf | OrderSumLeaf | OrderEndLeaf;
/**
 * Whole calendar days of the brand's zone since the last order; for who never ordered neither
 * comparison holds.
 */
export type RecencyLeaf = { kind: 'recency'; is: 'atLeast' | 'atMost'; days: number };
/** The tier in a scheme: the value tiers, RFM names, … */
export type TierLeaf = { kind: 'tier'; scheme: string; in: string[] };
/** A number that scoring knows: expectedRevenue, pAlive, net, orders, … */
export type NumberLeaf = { kind: 'number'; name: string } & (NumberComparison | { is: 'known' } | { is: 'unknown' });
/**
 * Today lies from `from` to `to` days after the day in a trait (negative: before). Yearly: after
 * any of its anniversaries, of which one of 29 February falls on the 28th in other years.
 */
export type DateLeaf = { kind: 'date'; name: string; yearly?: boolean; from: number; to: number; zone?: 'customer' };
/** Whole years since the day in a trait. */
export type AgeLeaf = { kind: 'age'; name: string; zone?: 'customer' } & NumberComparison;
export type SegmentLeaf = { kind: 'segment'; id: string };
export type ConsentLeaf = {
  kind: 'consent';
  channel: string;
  purpose: string;
  is: 'granted' | 'withdrawn' | 'unknown';
};
/**
 * A share of all customers, fixed by hash: from 0 to 1, shares of one seed are nested, those of
 * different seeds independent.
 */
export type ShareLeaf = { kind: 'share'; seed: string; from: number; to: number };

export type Leaf =
  | TraitLeaf
  | EventLeaf
  | NeverLeaf
  | SumLeaf
  | AverageLeaf
  | RatioLeaf
  | DistinctLeaf
  | FirstLeaf
  | LastLeaf
  | UnansweredLeaf
  | SequenceLeaf
  | PlaceLeaf
  | OrderLeaf
  | RecencyLeaf
  | TierLeaf
  | NumberLeaf
  | DateLeaf
  | AgeLeaf
  | SegmentLeaf
  | ConsentLeaf
  | ShareLeaf;

export type Condition =
  | Leaf
  | { kind: 'and'; of: Condition[] }
  | { kind: 'or'; of: Condition[] }
  | { kind: 'not'; of: Condition }
  /** At least n of these hold. */
  | { kind: 'some'; atLeast: number; of: Condition[] };

export interface Rule {
  version: typeof RULE_VERSION;
  when: Condition;
}

const Filters = Type.Array(Type.Union(filterSchemas()), { minItems: 1, maxItems: 20 });

const Wanted = Type.Array(Name, { minItems: 1, maxItems: MAX_PRODUCTS });
const OrderFilters = closed({
  states: Type.Optional(Type.Array(choice(ORDER_STATES), { minItems: 1, maxItems: ORDER_STATES.length })),
  amount: Type.Optional(Type.Union(Object.values(NUMBER_COMPARISONS).map((comparison) => closed(comparison)))),
  products: Type.Optional(Wanted),
  categories: Type.Optional(Wanted),
  returned: Type.Optional(Type.Boolean()),
});

/** Shapes that many leaves hold, by the name under which the published schema has them once. */
export const SHARED_SCHEMAS = {
  within: Within,
  leaving: Leaving,
  duration: Duration,
  count: Count,
  filters: Filters,
  orders: OrderFilters,
} as const;

/**
 * By `kind`, or by `kind.is` where the comparison decides the shape; of orders by `order.what` and
 * `order.what.is`.
 */
export const LEAF_SCHEMAS: Readonly<Record<string, TObject>> = leafSchemas();

function leafSchemas(): Record<string, TObject> {
  const filters = Filters;
  const pattern = { name: Name, where: Type.Optional(filters) };
  const has = Type.Optional(filters);
  const within = Type.Optional(Within);
  const leaving = Type.Optional(Leaving);
  const days = Type.Integer({ minimum: -40_000, maximum: 40_000 });
  const part = Type.Number({ minimum: 0, maximum: 1 });
  const aggregate = { ...pattern, property: Path, within };
  return {
    ...compared('trait', { name: Path }, COMPARISONS),
    ...compared(
      'number',
      { name: Name },
      { ...NUMBER_COMPARISONS, known: COMPARISONS.known, unknown: COMPARISONS.unknown },
    ),
    ...compared('sum', aggregate, NUMBER_COMPARISONS),
    ...compared('average', aggregate, NUMBER_COMPARISONS),
    ...compared('ratio', { part: closed(pattern), whole: closed(pattern), within }, NUMBER_COMPARISONS),
    ...compared('age', { name: Path, zone }, NUMBER_COMPARISONS),
    event: leaf('event', { ...pattern, times: Count, within }),
    never: leaf('never', { ...pattern, within }),
    distinct: leaf('distinct', { ...pattern, property: Path, times: fewTimes(), within: leaving }),
    first: leaf('first', { ...pattern, has, within }),
    last: leaf('last', { ...pattern, has, within }),
    unanswered: leaf('unanswered', {
      ...pattern,
      by: closed(pattern),
      for: Duration,
      still: Type.Optional(Type.Boolean()),
      within: leaving,
    }),
    sequence: leaf('sequence', {
      steps: Type.Array(closed(pattern), { minItems: 2, maxItems: MAX_STEPS }),
      span: Duration,
      within: leaving,
    }),
    place: leaf('place', {
      visit: choice(VISITS),
      ...pattern,
      property: Path,
      in: Type.Array(Scalar, { minItems: 1, maxItems: 1000 }),
      within: leaving,
    }),
    ...orderSchemas({ where: Type.Optional(OrderFilters), within }),
    recency: leaf('recency', {
      is: choice(['atLeast', 'atMost']),
      days: Type.Integer({ minimum: 0, maximum: 100_000 }),
    }),
    tier: leaf('tier', { scheme: Name, in: Type.Array(Name, { minItems: 1, maxItems: 100 }) }),
    date: leaf('date', { name: Path, yearly: Type.Optional(Type.Boolean()), from: days, to: days, zone }),
    segment: leaf('segment', { id: Name }),
    consent: leaf('consent', { channel: Name, purpose: Name, is: choice(['granted', 'withdrawn', 'unknown']) }),
    share: leaf('share', { seed: Name, from: part, to: part }),
  };
}

function orderSchemas(common: TProperties): Record<string, TObject> {
  const what = (name: string, properties: TProperties) => ({ what: Type.Literal(name), ...common, ...properties });
  const end = { has: Type.Optional(OrderFilters), olderThan: Type.Optional(Sliding) };
  const compared = (name: string) =>
    Object.entries(NUMBER_COMPARISONS).map(([is, comparison]) => [
      `order.${name}.${is}`,
      leaf('order', what(name, comparison)),
    ]);
  return {
    'order.count': leaf('order', what('count', { times: Count })),
    ...Object.fromEntries([...compared('sum'), ...compared('average')]),
    'order.first': leaf('order', what('first', end)),
    'order.last': leaf('order', what('last', end)),
  };
}

function leaf(kind: string, properties: TProperties): TObject {
  return closed({ kind: Type.Literal(kind), ...properties });
}

function fewTimes() {
  const times = Type.Integer({ minimum: 0, maximum: MAX_DISTINCT });
  return Type.Union([
    closed({ atLeast: Type.Integer({ minimum: 1, maximum: MAX_DISTINCT }) }),
    closed({ atMost: times }),
    closed({ exactly: times }),
  ]);
}

function filterSchemas(): TObject[] {
  return Object.values(COMPARISONS).map((comparison) => closed({ property: Path, ...comparison }));
}

function compared(
  kind: string,
  subject: TProperties,
  comparisons: Record<string, TProperties>,
): Record<string, TObject> {
  return Object.fromEntries(
    Object.entries(comparisons).map(([is, comparison]) => [`${kind}.${is}`, leaf(kind, { ...subject, ...comparison })]),
  );
}
