// The schemas of all leaves. Rules are validated by them, and the published JSON Schema is made of
// them. Text is compared as written (case matters); nothing is converted (the text "5" is not a
// number).
import { type TObject, type TProperties, Type } from '@sinclair/typebox';
import { COMPARISONS, Count, NUMBER_COMPARISONS } from './comparisons';
import { VISITS } from './leaves';
import { MAX_DISTINCT, MAX_STEPS } from './limits';
import { OrderFilters } from './order-filter';
import { Filters } from './patterns';
import { choice, closed, Name, Path, Scalar } from './shapes';
import { Duration, Leaving, Sliding, Within, zone } from './time';

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

function compared(
  kind: string,
  subject: TProperties,
  comparisons: Record<string, TProperties>,
): Record<string, TObject> {
  return Object.fromEntries(
    Object.entries(comparisons).map(([is, comparison]) => [`${kind}.${is}`, leaf(kind, { ...subject, ...comparison })]),
  );
}
