// One rule judged by itself. For many rules see `compile`.
import { compile } from './compile';
import type { Context } from '../language/context';
import type { Facts } from '../facts/facts';
import type { Rule } from '../language/language';
import type { Reason } from '../language/tree';

export interface Verdict {
  readonly holds: boolean;
  /**
   * The first instant (UTC ms) at which the answer is another if nothing more happens; null if
   * never.
   */
  readonly flipsAt: number | null;
  /**
   * False if `flipsAt` is only an instant until which the answer stands and at which it must be
   * looked at again.
   */
  readonly exact: boolean;
}

/**
 * Rules must be free of faults (`validate`). Segments that it refers to are not known here and hold
 * for nobody.
 */
export function evaluate(rule: Rule, facts: Facts, context: Context): Verdict & { because: Reason[] } {
  const rulebook = compile([{ id: '', rule }]);
  return { ...rulebook.verdict('', facts, context), because: rulebook.explain('', facts, context) };
}
