// How a trait, a property, a number or a count is compared.
import { type Static, type TObject, Type } from '@sinclair/typebox';
import { MAX_TIMES } from './limits';
import { Moment, Scalar, closed } from './shapes';

/**
 * How a trait or a property is compared; a list fits a comparison if any of its elements does (and
 * `notEqual`, `notIn` if none equals).
 */
export const COMPARISONS = {
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
export const NUMBER_COMPARISONS = {
  equal: { is: Type.Literal('equal'), value: Type.Number() },
  atLeast: COMPARISONS.atLeast,
  above: COMPARISONS.above,
  atMost: COMPARISONS.atMost,
  below: COMPARISONS.below,
  between: COMPARISONS.between,
} as const;

type NumberComparisons = { [K in keyof typeof NUMBER_COMPARISONS]: Static<TObject<(typeof NUMBER_COMPARISONS)[K]>> };

export type NumberComparison = NumberComparisons[keyof NumberComparisons];

const Times = Type.Integer({ minimum: 1, maximum: MAX_TIMES });

const TimesOrNone = Type.Integer({ minimum: 0, maximum: MAX_TIMES });

/** How often: at least n, at most n, exactly n times. */
export const Count = Type.Union([
  closed({ atLeast: Times }),
  closed({ atMost: TimesOrNone }),
  closed({ exactly: TimesOrNone }),
]);

export type Count = Static<typeof Count>;
