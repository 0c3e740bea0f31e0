// Which orders a condition is about.
import { Type } from '@sinclair/typebox';
import { NUMBER_COMPARISONS, type NumberComparison } from './comparisons';
import { MAX_PRODUCTS } from './limits';
import { Name, choice, closed } from './shapes';

/** What became of an order, as `libs/orders` joins it. */
export const ORDER_STATES = ['completed', 'partlyRefunded', 'refunded', 'cancelled'] as const;

/**
 * Which orders are selected; all fields must fit. Without `states`: all but cancelled ones. Amounts
 * are in major units of the brand's currency (49.9), less what was given back.
 */
export interface OrderFilter {
  states?: (typeof ORDER_STATES)[number][];
  amount?: NumberComparison;
  /** At least one of these, by product id or SKU. */
  products?: string[];
  /** At least one of these. */
  categories?: string[];
  /**
   * Among the named products and categories: only returned ones, or only those that were not
   * returned.
   */
  returned?: boolean;
}

const Wanted = Type.Array(Name, { minItems: 1, maxItems: MAX_PRODUCTS });

export const OrderFilters = closed({
  states: Type.Optional(Type.Array(choice(ORDER_STATES), { minItems: 1, maxItems: ORDER_STATES.length })),
  amount: Type.Optional(Type.Union(Object.values(NUMBER_COMPARISONS).map((comparison) => closed(comparison)))),
  products: Type.Optional(Wanted),
  categories: Type.Optional(Wanted),
  returned: Type.Optional(Type.Boolean()),
});
