// Size limits of a rule, so that judging one never takes long. Checked before the rule's shape.
import { MAX_LEAVES, MAX_NESTING, MAX_ORDER_LEAVES, MAX_RULE_BYTES } from '../language/limits';
import type { Rule } from '../language/rule';
import { type Json, isObject } from './json';
import type { Fault } from './validate-shape';

/** Returns the faults of a rule that is too large; empty for any other. */
export function sizeFaults(json: Json): Fault[] {
  if (leavesIn(json.when, 1) > MAX_LEAVES) return [{ path: 'when', message: `at most ${MAX_LEAVES} conditions` }];
  if (leavesIn(json.when, 1, isOnOrders) > MAX_ORDER_LEAVES) {
    return [{ path: 'when', message: `at most ${MAX_ORDER_LEAVES} conditions on orders` }];
  }
  if (bytesOf(json) > MAX_RULE_BYTES) return [{ path: '', message: `at most ${MAX_RULE_BYTES} bytes as JSON` }];
  return [];
}

/** Whether a stored rule is within the limits; it may be older than they are. */
export function isBounded(rule: Rule): boolean {
  return sizeFaults(rule as unknown as Json).length === 0;
}

/**
 * Counts the conditions that hold no others. Does not descend below the maximum nesting, for which
 * the rule is refused anyway.
 */
function leavesIn(condition: unknown, depth: number, counts: (leaf: unknown) => boolean = () => true): number {
  if (!isObject(condition) || depth > MAX_NESTING) return Number(counts(condition));
  const { of } = condition;
  if (Array.isArray(of)) return of.reduce((sum: number, child) => sum + leavesIn(child, depth + 1, counts), 0);
  return isObject(of) ? leavesIn(of, depth + 1, counts) : Number(counts(condition));
}

const isOnOrders = (leaf: unknown): boolean => isObject(leaf) && leaf.kind === 'order';

/** Maximum UTF-8 bytes of one unit of a text. */
const WIDEST = 3;

/**
 * Returns the bytes in UTF-8. They are counted only near the limit: most rules are far smaller,
 * some far larger.
 */
function bytesOf(json: Json): number {
  const text = JSON.stringify(json);
  const isClear = text.length > MAX_RULE_BYTES || text.length * WIDEST <= MAX_RULE_BYTES;
  return isClear ? text.length : new TextEncoder().encode(text).length;
}
