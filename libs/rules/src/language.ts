// The rule language, version 1: what a segment or a condition of a campaign may say, as JSON. Types follow from the schemas, and the JSON
// Schema that is published is made of the same. Text is compared as written (case matters); nothing is converted (the text "5" is no number).
//
// One logic for the unknown: a comparison with something unknown does not hold, and its negation therefore does. Who means "and it is known"
// says so with `known`.
import { type Static, type TObject, type TProperties, Type } from '@sinclair/typebox';

export const RULE_VERSION = 1;
export const MAX_TIMES = 1_000;
export const MAX_CHILDREN = 100;
export const MAX_NESTING = 16;

const Scalar = Type.Union([Type.String({ maxLength: 1024 }), Type.Number(), Type.Boolean()]);
export type Scalar = Static<typeof Scalar>;
const Name = Type.String({ minLength: 1, maxLength: 256 });
/** Dots step into objects; a list on the way stands for each of its elements. */
const Path = Type.String({ minLength: 1, maxLength: 256, pattern: '^[^.]+([.][^.]+)*$' });

const closed = <T extends TProperties>(properties: T) => Type.Object(properties, { additionalProperties: false });

/** How a trait or a property is compared; what is compared with a list holds if it holds for any of its elements. */
const COMPARISONS = {
  equal: { is: Type.Literal('equal'), value: Scalar },
  notEqual: { is: Type.Literal('notEqual'), value: Scalar },
  in: { is: Type.Literal('in'), values: Type.Array(Scalar, { minItems: 1, maxItems: 1000 }) },
  notIn: { is: Type.Literal('notIn'), values: Type.Array(Scalar, { minItems: 1, maxItems: 1000 }) },
  contains: { is: Type.Literal('contains'), value: Type.String({ minLength: 1, maxLength: 1024 }) },
  atLeast: { is: Type.Literal('atLeast'), value: Type.Number() },
  above: { is: Type.Literal('above'), value: Type.Number() },
  atMost: { is: Type.Literal('atMost'), value: Type.Number() },
  below: { is: Type.Literal('below'), value: Type.Number() },
  between: { is: Type.Literal('between'), from: Type.Number(), to: Type.Number() },
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

/**
 * Back from now. Days are days of the brand's zone: an event leaves a window of n days when the calendar position (day plus the fraction of it
 * that has passed) is n days on. Shorter units are exact durations.
 */
export const Within = closed({
  amount: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  unit: Type.Union([
    Type.Literal('days'),
    Type.Literal('hours'),
    Type.Literal('minutes'),
    Type.Literal('seconds'),
    Type.Literal('milliseconds'),
  ]),
});
export type Within = Static<typeof Within>;

export type Filter = { property: string } & Comparison;

const Times = Type.Integer({ minimum: 1, maximum: MAX_TIMES });
/** How often: at least n, at most n, exactly n times. */
export const Count = Type.Union([
  closed({ atLeast: Times }),
  closed({ atMost: Type.Integer({ minimum: 0, maximum: MAX_TIMES }) }),
  closed({ exactly: Type.Integer({ minimum: 0, maximum: MAX_TIMES }) }),
]);
export type Count = Static<typeof Count>;

/** A touchpoint by its event name (`Order Completed`, `page`, …) and what its properties must be; all filters must hold. */
export interface EventPattern {
  name: string;
  where?: Filter[];
}

export type TraitLeaf = { kind: 'trait'; name: string } & Comparison;
export type EventLeaf = { kind: 'event'; times: Count; within?: Within } & EventPattern;
export type NeverLeaf = { kind: 'never'; within?: Within } & EventPattern;
/** Whole calendar days of the brand's zone since the last order; for who never ordered neither comparison holds. */
export type RecencyLeaf = { kind: 'recency'; is: 'atLeast' | 'atMost'; days: number };
/** The tier in a scheme: the value tiers, RFM names, … */
export type TierLeaf = { kind: 'tier'; scheme: string; in: string[] };
/** A number that scoring knows: expectedRevenue, pAlive, net, orders, … */
export type NumberLeaf = { kind: 'number'; name: string } & NumberComparison;

export type Leaf = TraitLeaf | EventLeaf | NeverLeaf | RecencyLeaf | TierLeaf | NumberLeaf;

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

/** `kind`, or `kind.is` where the comparison decides the shape: the schema without its children. */
export const LEAF_SCHEMAS: Readonly<Record<string, TObject>> = leafSchemas();

function leafSchemas(): Record<string, TObject> {
  const where = Type.Optional(Type.Array(Type.Union(filters()), { maxItems: 20 }));
  const pattern = { name: Name, where };
  const within = Type.Optional(Within);
  return {
    ...compared('trait', { name: Path }, COMPARISONS),
    ...compared('number', { name: Name }, NUMBER_COMPARISONS),
    event: closed({ kind: Type.Literal('event'), ...pattern, times: Count, within }),
    never: closed({ kind: Type.Literal('never'), ...pattern, within }),
    recency: closed({
      kind: Type.Literal('recency'),
      is: Type.Union([Type.Literal('atLeast'), Type.Literal('atMost')]),
      days: Type.Integer({ minimum: 0, maximum: 100_000 }),
    }),
    tier: closed({ kind: Type.Literal('tier'), scheme: Name, in: Type.Array(Name, { minItems: 1, maxItems: 100 }) }),
  };
}

function filters(): TObject[] {
  return Object.values(COMPARISONS).map((comparison) => closed({ property: Path, ...comparison }));
}

function compared(
  kind: string,
  subject: TProperties,
  comparisons: Record<string, TProperties>,
): Record<string, TObject> {
  return Object.fromEntries(
    Object.entries(comparisons).map(([is, comparison]) => [
      `${kind}.${is}`,
      closed({ kind: Type.Literal(kind), ...subject, ...comparison }),
    ]),
  );
}
