// One rule judged by itself. For many rules see `compile`.
import type { Facts } from '../facts/facts';
import type { Context } from '../language/context';
import type { Verdict } from '../language/judgement';
import type { Rule } from '../language/rule';
import type { Reason } from '../tree/reasons';
import { compile } from './compile';

/**
 * Judges one rule, which must be free of faults (`validate`). Segments that it refers to are not
 * known here and hold for no customer.
 */
export function evaluate(rule: Rule, facts: Facts, context: Context): Verdict & { because: Reason[] } {
  const rulebook = compile([{ id: '', rule }]);
  return { ...rulebook.verdict('', facts, context), because: rulebook.explain('', facts, context) };
}
