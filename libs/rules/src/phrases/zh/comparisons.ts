// Comparisons, counts and lists in simplified Chinese.
import type { Comparison, Count, NumberComparison } from '../../language/comparisons';
import type { Scalar } from '../../language/shapes';

export function compared(comparison: Comparison): string {
  switch (comparison.is) {
    case 'known':
    case 'unknown':
      return known(comparison.is);
    case 'equal':
      return `等于 ${value(comparison.value)}`;
    case 'notEqual':
      return `已知且不等于 ${value(comparison.value)}`;
    case 'in':
      return `为${choice(comparison.values)}`;
    case 'notIn':
      return `已知且不为${choice(comparison.values)}`;
    case 'contains':
      return `包含 ${value(comparison.value)}`;
    case 'startsWith':
      return `以 ${value(comparison.value)} 开头`;
    case 'before':
      return `早于 ${comparison.value}`;
    case 'after':
      return `晚于 ${comparison.value}`;
    default:
      return numbered(comparison);
  }
}

export function known(is: 'known' | 'unknown'): string {
  return is === 'known' ? '已知' : '未知';
}

export function numbered(comparison: NumberComparison): string {
  switch (comparison.is) {
    case 'between':
      return `在 ${comparison.from} 至 ${comparison.to} 之间`;
    case 'equal':
      return `等于 ${comparison.value}`;
    default:
      return `${{ atLeast: '不低于', above: '高于', atMost: '不高于', below: '低于' }[comparison.is]} ${comparison.value}`;
  }
}

export function value(scalar: Scalar): string {
  return typeof scalar === 'string' ? `“${scalar}”` : String(scalar);
}

export function choice(values: readonly Scalar[]): string {
  return oneOf(values.map(value));
}

export function oneOf(words: readonly string[]): string {
  return words.length === 1 ? (words[0] as string) : `${words.slice(0, -1).join('、')}或${words.at(-1)}`;
}

export function often(times: Count): string {
  if ('atLeast' in times) return `至少 ${times.atLeast} 次`;
  return 'atMost' in times ? `至多 ${times.atMost} 次` : `恰好 ${times.exactly} 次`;
}

export function distinct(times: Count): string {
  if ('atLeast' in times) return `至少 ${times.atLeast} 个`;
  return 'atMost' in times ? `至多 ${times.atMost} 个` : `恰好 ${times.exactly} 个`;
}
