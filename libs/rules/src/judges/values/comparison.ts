// Comparing a trait or a property with what a rule wants. A list is compared by its elements: it is
// enough that one fits.
import type { Comparison } from '../../language/comparisons';
import type { Filter } from '../../language/patterns';
import type { Scalar } from '../../language/shapes';
import { momentOrder } from './moments';
import { inRange, rangeOf } from './ranges';

const { isArray } = Array;
const { hasOwn } = Object;

/**
 * Whether a value fits; one that is absent or null is unknown, and fits nothing but `unknown` and
 * the negative comparisons.
 */
export function fits(comparison: Comparison, value: unknown): boolean {
  switch (comparison.is) {
    case 'known':
      return isKnown(value);
    case 'unknown':
      return !isKnown(value);
    case 'equal':
      return anyOf(value, (one) => one === comparison.value);
    case 'notEqual':
      return isKnown(value) && !anyOf(value, (one) => one === comparison.value);
    case 'in':
      return anyOf(value, (one) => comparison.values.includes(one as Scalar));
    case 'notIn':
      return isKnown(value) && !anyOf(value, (one) => comparison.values.includes(one as Scalar));
    case 'contains':
      return anyOf(value, (one) => typeof one === 'string' && one.includes(comparison.value));
    case 'startsWith':
      return anyOf(value, (one) => typeof one === 'string' && one.startsWith(comparison.value));
    case 'before':
      return anyOf(value, (one) => momentOrder(one, comparison.value) < 0);
    case 'after':
      return anyOf(value, (one) => momentOrder(one, comparison.value) > 0);
    default:
      return anyOf(value, (one) => typeof one === 'number' && inRange(rangeOf(comparison), one));
  }
}

/** All filters of an event pattern against its properties. */
export function allFit(where: readonly Filter[] | undefined, properties: Readonly<Record<string, unknown>>): boolean {
  if (!where) return true;
  for (const filter of where) if (!fits(filter, valueAt(properties, filter.property))) return false;
  return true;
}

/**
 * What lies at a dotted path. Through a list it is the list of what its elements have there; null
 * where nothing is.
 */
export function valueAt(data: unknown, path: string): unknown {
  if (!path.includes('.')) return into(data, path) ?? null;
  let value: unknown = data;
  for (const step of path.split('.')) {
    value = isArray(value) ? value.flatMap((element: unknown) => into(element, step) ?? []) : into(value, step);
  }
  return value ?? null;
}

function into(value: unknown, step: string): unknown {
  if (typeof value !== 'object' || value === null || !hasOwn(value, step)) return undefined;
  return (value as Record<string, unknown>)[step];
}

function isKnown(value: unknown): boolean {
  return value !== null && value !== undefined && !(isArray(value) && value.length === 0);
}

function anyOf(value: unknown, test: (one: unknown) => boolean): boolean {
  return isArray(value) ? value.some(test) : isKnown(value) && test(value);
}
