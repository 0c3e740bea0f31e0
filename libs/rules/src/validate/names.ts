// Whether the segments, tier schemes and numbers that a rule names exist. The language does not
// define them; the caller does.
import type { Leaf } from '../language/leaves';
import type { Condition } from '../language/rule';
import { oneOf } from './in-words';
import type { Fault } from './validate-shape';

export interface KnownNames {
  readonly segments: readonly string[];
  /** Tiers by scheme. */
  readonly tiers: Readonly<Record<string, readonly string[]>>;
  readonly numbers: readonly string[];
}

/** @param path of the condition. */
export function nameFaults(condition: Condition, path: string, known: KnownNames): Fault[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
    case 'some':
      return condition.of.flatMap((child, index) => nameFaults(child, `${path}.of.${index}`, known));
    case 'not':
      return nameFaults(condition.of, `${path}.of`, known);
    default:
      return leafFaults(condition, path, known);
  }
}

function leafFaults(leaf: Leaf, path: string, { segments, tiers, numbers }: KnownNames): Fault[] {
  switch (leaf.kind) {
    case 'segment':
      return among(leaf.id, segments, `${path}.id`);
    case 'number':
      return among(leaf.name, numbers, `${path}.name`);
    case 'tier': {
      const there = Object.hasOwn(tiers, leaf.scheme) ? (tiers[leaf.scheme] ?? []) : null;
      if (there === null) return among(leaf.scheme, Object.keys(tiers), `${path}.scheme`);
      return leaf.in.flatMap((tier, index) => among(tier, there, `${path}.in.${index}`));
    }
    default:
      return [];
  }
}

const NAMED_AT_MOST = 20;

function among(name: string, there: readonly string[], path: string): Fault[] {
  if (there.includes(name)) return [];
  if (there.length === 0) return [{ path, message: 'there are none yet' }];
  const more = there.length > NAMED_AT_MOST ? `, and ${there.length - NAMED_AT_MOST} more` : '';
  return [{ path, message: `${oneOf(there.slice(0, NAMED_AT_MOST))}${more}` }];
}
