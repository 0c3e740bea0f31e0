// Conditions on orders. Types only.
import type { Static } from '@sinclair/typebox';
import type { Count, NumberComparison } from './comparisons';
import type { OrderFilter } from './order-filter';
import type { Sliding, Within } from './time';

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
