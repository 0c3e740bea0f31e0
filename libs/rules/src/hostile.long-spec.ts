// Whatever JSON can hold: a rule is refused in words or can be used, and no rule that can be used
// ever throws.
import fc from 'fast-check';
import { broken, hostileHistories, hostileJson, hostileTexts, wellShaped } from '../testing/hostile';
import { traitsOf } from '../testing/touchpoints';
import { compile } from './compile/compile';
import { evaluate } from './compile/evaluate';
import { emptyFacts } from './facts/facts';
import { fold } from './facts/fold';
import type { Context } from './language/context';
import { ORDER_STATES } from './language/order-filter';
import type { Rule } from './language/rule';
import { reads } from './needs/gather';
import { describe as inWords } from './phrases/describe';
import { validate } from './validate/validate';

const rule = (when: unknown) => ({ version: 1, when }) as Rule;

/** All that anyone does with a rule that has no faults. */
function use(some: Rule, history: Parameters<typeof fold>[1][], context: Context) {
  const needs = reads(some);
  const facts = history.reduce((known, one) => fold(known, one, needs), emptyFacts());
  const traits = traitsOf(history);
  const verdict = evaluate(some, facts, { ...context, traits });
  compile([{ id: 'one', rule: some }]).touchedBy({
    touchpoint: history[0],
    traits: Object.keys(traits),
    numbers: 'all',
    tiers: 'all',
    recency: true,
    orders: true,
  });
  return { ...verdict, said: [inWords(some, 'en'), inWords(some, 'zh-CN')] };
}

const A_HANDFUL = 5;

const placedOrders = fc
  .array(
    fc.record({
      id: hostileTexts,
      at: fc.nat(4_102_444_800_000),
      state: fc.constantFrom(...ORDER_STATES),
      amount: fc.option(fc.nat(2 ** 40)),
    }),
    { maxLength: 4 },
  )
  .map((placed) => placed.sort((a, b) => a.at - b.at));

const contexts: fc.Arbitrary<Context> = fc.record(
  {
    now: fc.integer({ min: 0, max: 4_102_444_800_000 }),
    zone: fc.constantFrom('UTC', 'America/New_York', 'Australia/Lord_Howe'),
    customerZone: fc.oneof(hostileTexts, fc.constantFrom('Pacific/Apia', null)),
    lastOrderDay: fc.constantFrom('2024-02-29', '0000-01-01', '9999-12-31', null),
    subject: hostileTexts,
    orders: fc.record({ placed: placedOrders, digits: fc.constantFrom(0, 2, 3) }),
  },
  { requiredKeys: ['now', 'zone'] },
);

it('says of whatever comes as a rule where it is wrong and what would be right', () => {
  fc.assert(
    fc.property(fc.oneof(broken.map(rule), hostileJson, hostileJson.map(rule)), (json) => {
      for (const { path, message } of validate(json)) {
        expect(typeof path).toBe('string');
        expect(message).toMatch(
          /^(must |is |unknown field; |not a valid |a |an |conditions |every |one |at most |at least )/,
        );
      }
    }),
    { numRuns: cases(2_000) },
  );
});

it('never throws on a rule without faults, whatever is known of the customer', () => {
  let used = 0;
  fc.assert(
    fc.property(
      fc.oneof({ weight: 4, arbitrary: wellShaped }, { weight: 1, arbitrary: broken }),
      hostileHistories,
      contexts,
      (when, history, context) => {
        const one = rule(when);
        if (validate(one).length > 0) return;
        used++;
        const { holds, changesAt, exact, because, said } = use(one, history, context);
        expect([typeof holds, typeof exact]).toEqual(['boolean', 'boolean']);
        if (changesAt !== null) expect(changesAt).toBeGreaterThan(context.now);
        expect(JSON.parse(JSON.stringify(because))).toHaveLength(because.length);
        expect(said.every((sentence) => sentence.length > 0)).toBe(true);
      },
    ),
    { numRuns: cases(2_000) },
  );
  // Of very few cases most may have faults.
  expect(used).toBeGreaterThan(cases(2_000) / 4 - A_HANDFUL);
});
