// Step `branch`: takes the first way with a condition that holds for the customer as known now.
// Pure.
import type { Signal } from '@segue/contracts';
import type { Condition } from './forms';
import type { StepHandler } from './step';

export const branch: StepHandler<'branch'> = ({ ways, otherwise }, { signal }) => {
  const place = ways.findIndex((way) => holds(way.if, signal));
  const taken = ways[place];
  const tested = ways.slice(0, taken ? place + 1 : ways.length).map(({ if: condition }) => namesIn(condition));
  return {
    draft: null,
    move: taken
      ? { to: 'step', node: taken.next, way: `way-${place + 1}` }
      : { to: 'step', node: otherwise, way: 'otherwise' },
    why: { tested },
  };
};

function holds(condition: Condition, { head, standing }: Pick<Signal, 'head' | 'standing'>): boolean {
  return isTrue(condition, { head, standing }) !== (condition.not === true);
}

function isTrue(condition: Condition, { head, standing }: Pick<Signal, 'head' | 'standing'>): boolean {
  if ('segment' in condition) return standing.segments.includes(condition.segment);
  if ('scheme' in condition) return own(standing.tiers, condition.scheme) === condition.tier;
  if ('consent' in condition) return own(head.consents, condition.consent)?.granted === true;
  return own(head.traits, condition.trait) === condition.equals;
}

/** The condition without the value of a trait, which may be a customer's own. */
function namesIn(condition: Condition): Record<string, unknown> {
  if (!('trait' in condition)) return { ...condition };
  const { trait, not } = condition;
  return { trait, ...(not !== undefined && { not }) };
}

const own = <T>(table: Record<string, T>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
