// Comparisons, counts and lists in English.
import type { Comparison, Count, NumberComparison } from '../../language/comparisons';
import type { Scalar } from '../../language/shapes';
import { plural } from './plural';

export function compared(comparison: Comparison): string {
  switch (comparison.is) {
    case 'known':
    case 'unknown':
      return `is ${comparison.is}`;
    case 'equal':
      return `is ${value(comparison.value)}`;
    case 'notEqual':
      return `is known and not ${value(comparison.value)}`;
    case 'in':
      return `is ${choice(comparison.values)}`;
    case 'notIn':
      return `is known and none of ${comparison.values.map(value).join(', ')}`;
    case 'contains':
      return `contains ${value(comparison.value)}`;
    case 'startsWith':
      return `starts with ${value(comparison.value)}`;
    case 'before':
    case 'after':
      return `is ${comparison.is} ${comparison.value}`;
    default:
      return numbered(comparison);
  }
}

export function numbered(comparison: NumberComparison, verb = 'is'): string {
  switch (comparison.is) {
    case 'between':
      return `${verb} from ${comparison.from} to ${comparison.to}`;
    case 'equal':
      return `${verb} ${comparison.value}`;
    default:
      return `${verb} ${{ atLeast: 'at least', above: 'above', atMost: 'at most', below: 'below' }[comparison.is]} ${comparison.value}`;
  }
}

export function value(scalar: Scalar): string {
  return typeof scalar === 'string' ? `“${scalar}”` : String(scalar);
}

export function choice(values: readonly Scalar[]): string {
  return oneOf(values.map(value));
}

export function oneOf(words: readonly string[]): string {
  return words.length === 1 ? (words[0] as string) : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

export function often(times: Count): string {
  if ('atLeast' in times) return times.atLeast === 1 ? 'at least once' : `at least ${times.atLeast} times`;
  return 'atMost' in times ? `at most ${plural(times.atMost, 'time')}` : `exactly ${plural(times.exactly, 'time')}`;
}

export function distinct(times: Count): string {
  if ('atLeast' in times) return `at least ${plural(times.atLeast, 'different value')}`;
  return 'atMost' in times
    ? `at most ${plural(times.atMost, 'different value')}`
    : `exactly ${plural(times.exactly, 'different value')}`;
}
