// One condition asked of a few touchpoints, for tests of leaves.
import { evaluate } from '../src/compile/evaluate';
import { emptyFacts } from '../src/facts/facts';
import { fold } from '../src/facts/fold';
import type { Context } from '../src/language/context';
import type { Condition } from '../src/language/rule';
import { reads } from '../src/needs/gather';
import { touchpoint } from './touchpoints';

export type Happened = [event: string, occurredAt: number, properties?: Record<string, unknown>];

export function ask(when: Condition, happened: Happened[], now: number, more: Partial<Context> = {}) {
  const rule = { version: 1 as const, when };
  const facts = happened.reduce(
    (known, [event, occurredAt, properties = {}], index) =>
      fold(known, touchpoint({ number: index + 1, event, occurredAt, properties }), reads(rule)),
    emptyFacts(),
  );
  const { holds, changesAt, exact, because } = evaluate(rule, facts, { now, zone: 'UTC', ...more });
  expect(exact).toBe(true);
  expect(because).toHaveLength(1);
  return [holds, changesAt, because[0]?.value];
}

export const within = (amount: number) => ({ amount, unit: 'milliseconds' as const });

export const DAY = 86_400_000;
