// The names under which facts keep what fits a pattern. Stored with the facts, so they must not
// change.
import { canonical } from '../language/canonical';
import type { EventPattern, Filter } from '../language/patterns';

/**
 * The name under which facts keep what fits a pattern. Equal patterns share it, in whatever order
 * their filters are written.
 */
export function eventKey({ name, where }: EventPattern): string {
  // The name is encoded where it holds the separators that follow it.
  const plain = /[?#%]/.test(name) ? encodeURIComponent(name) : name;
  return where?.length ? `${plain}?${filtersKey(where)}` : plain;
}

export function seriesKey(pattern: EventPattern, property?: string): string {
  return `${eventKey(pattern)}#${property ?? ''}`;
}

export function markKey(pattern: EventPattern, has: readonly Filter[] | undefined): string {
  return has?.length ? `${eventKey(pattern)}#${filtersKey(has)}` : eventKey(pattern);
}

function filtersKey(filters: readonly Filter[]): string {
  return filters.map(canonical).sort().join('&');
}
