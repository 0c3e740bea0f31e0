// A rule: a tree of conditions, which a segment or a campaign stores as JSON.
import type { Leaf } from './leaves';
import { RULE_VERSION } from './limits';

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

/** All leaves of a condition, in writing order. */
export function leavesOf(condition: Condition): Leaf[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
    case 'some':
      return condition.of.flatMap(leavesOf);
    case 'not':
      return leavesOf(condition.of);
    default:
      return [condition];
  }
}

export interface RuleEntry {
  readonly id: string;
  readonly rule: Rule;
}
