// How large a rule may be, so that judging one never takes long. Counted before its shape is known.
import { MAX_LEAVES, MAX_NESTING, MAX_RULE_BYTES, type Rule } from './language';
import { type Fault, type Json, isObject } from './validate-shape';

/** The faults of a rule that is too large; none if it is not. */
export function sizeFaults(json: Json): Fault[] {
  if (leavesIn(json.when, 1) > MAX_LEAVES) return [{ path: 'when', message: `at most ${MAX_LEAVES} conditions` }];
  if (bytesOf(json) > MAX_RULE_BYTES) return [{ path: '', message: `at most ${MAX_RULE_BYTES} bytes as JSON` }];
  return [];
}

/** Whether a stored rule is within the bounds: it may have been saved before there were any. */
export function isBounded(rule: Rule): boolean {
  return sizeFaults(rule as unknown as Json).length === 0;
}

/** Conditions that hold no others. Deeper than rules may nest nothing is looked at: the rule is refused for that. */
function leavesIn(condition: unknown, depth: number): number {
  if (!isObject(condition) || depth > MAX_NESTING) return 1;
  const { of } = condition;
  if (Array.isArray(of)) return of.reduce((sum: number, child) => sum + leavesIn(child, depth + 1), 0);
  return isObject(of) ? leavesIn(of, depth + 1) : 1;
}

/** The most bytes that one unit of a text takes in UTF-8. */
const WIDEST = 3;

/** Of UTF-8. Counted only where it might matter: most rules are far smaller, some far larger. */
function bytesOf(json: Json): number {
  const text = JSON.stringify(json);
  const isClear = text.length > MAX_RULE_BYTES || text.length * WIDEST <= MAX_RULE_BYTES;
  return isClear ? text.length : new TextEncoder().encode(text).length;
}
