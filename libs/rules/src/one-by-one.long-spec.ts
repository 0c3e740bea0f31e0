// Many rules in one book, equal ones among them, against each rule in a book of its own.
import type { NumberedTouchpoint } from '@segue/contracts';
import fc from 'fast-check';
import { naivelyHolds } from '../testing/naive';
import { END, NOW, OTHER_SEGMENT, smallConditions, smallHistories, smallWorld, surroundings } from '../testing/worlds';
import { type CompiledRules, compile } from './compile/compile';
import type { CompiledRule } from './compile/compiled-rule';
import type { Change } from './compile/touched';
import { emptyFacts } from './facts/facts';
import { fold } from './facts/fold';
import type { Judgement } from './language/judgement';
import type { RuleEntry } from './language/rule';

const OTHER: RuleEntry = { id: 'other', rule: { version: 1, when: OTHER_SEGMENT } };

/** Some rules ask the same, spelt anew. */
const entries: fc.Arbitrary<RuleEntry[]> = fc
  .tuple(fc.array(smallConditions, { minLength: 1, maxLength: 6 }), fc.array(fc.nat(5), { maxLength: 4 }))
  .map(([conditions, again]) => {
    const repeated = again.map((place) => structuredClone(conditions[place % conditions.length]!));
    const rules = [...conditions, ...repeated].map((when, place) => ({
      id: `s${place}`,
      rule: { version: 1 as const, when },
    }));
    return [...rules, OTHER];
  });

const alone = (all: readonly RuleEntry[]): [string, CompiledRules][] =>
  all.map((entry) => [entry.id, compile(entry === OTHER ? [OTHER] : [entry, OTHER])]);

const folded = (book: CompiledRules, history: readonly NumberedTouchpoint[]) =>
  history.reduce((known, one) => fold(known, one, book.needs), emptyFacts());

it('gives every rule the answer that it has alone, for one customer after another', () => {
  const lives = fc.array(fc.tuple(smallHistories, surroundings), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(entries, lives, fc.infiniteStream(fc.boolean()), (all, customers, asked) => {
      const book = compile(all);
      const books = alone(all);
      for (const [history, around] of customers) {
        const { context } = smallWorld(history, around);
        const facts = folded(book, history);
        const some = books.filter(() => asked.next().value);
        const judged = book.judge(
          some.map(([id]) => book.ruleOf(id)!),
          facts,
          context,
        );
        const plain = some.map(([id, own]) => own.verdict(id, folded(own, history), context));
        expect(some.map(([id]) => book.verdict(id, facts, context))).toEqual(plain);
        expect(judged.map(({ holds }) => holds)).toEqual(plain.map(({ holds }) => holds));
        for (const [place, { standsUntil }] of judged.entries()) {
          const { changesAt } = plain[place]!;
          if (standsUntil !== changesAt) expect(standsUntil).toBeLessThan(changesAt!);
        }
      }
    }),
    { numRuns: cases(2000) },
  );
});

/** Levels of one falling number, each in a rule of its own, and a few others beside them. */
const withLevels: fc.Arbitrary<RuleEntry[]> = fc
  .tuple(fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 6 }), entries)
  .map(([levels, others]) => [
    ...levels.map((value) => ({
      id: `falls ${value}`,
      rule: { version: 1 as const, when: { kind: 'number' as const, name: 'falling', is: 'atLeast' as const, value } },
    })),
    ...others,
  ]);

it('judged again whenever that is due, each rule changes when it plainly does, and nobody looks in vain', () => {
  fc.assert(
    fc.property(withLevels, smallHistories, surroundings, (all, history, around) => {
      const { world, contextAt } = smallWorld(history, around);
      const book = compile(all);
      const facts = folded(book, history);
      const standing = new Map<CompiledRule, Judgement>();
      const look = (now: number) => {
        const due = book.rules.filter((rule) => (standing.get(rule)?.standsUntil ?? now) === now);
        const turned = book.judge(due, facts, contextAt(now)).filter((judgement, place) => {
          const before = standing.get(due[place]!);
          standing.set(due[place]!, judgement);
          return before?.holds !== judgement.holds;
        });
        expect(turned).not.toEqual([]);
      };
      for (let now = NOW; now < END; now++) {
        if (now === NOW || [...standing.values()].some(({ standsUntil }) => standsUntil === now)) look(now);
        for (const [rule, { holds, standsUntil }] of standing) {
          if (standsUntil !== null) expect(standsUntil).toBeGreaterThan(now);
          expect(holds).toBe(naivelyHolds(all[rule.place]!.rule.when, world, now));
        }
      }
    }),
    { numRuns: cases(2000) },
  );
});

const changes: fc.Arbitrary<Change[]> = fc
  .array(
    fc.tuple(
      smallHistories,
      fc.record(
        {
          recency: fc.boolean(),
          orders: fc.boolean(),
          consents: fc.boolean(),
          numbers: fc.constantFrom(
            'all' as const,
            ['falling'],
            ['still', 'stepping'],
            ['falling', 'falling'],
            ['gone'],
          ),
          tiers: fc.constantFrom('all' as const, ['value'], ['gone']),
        },
        { requiredKeys: [] },
      ),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((all) => all.map(([[touchpoint], more]) => ({ ...more, ...(touchpoint ? { touchpoint } : {}) })));

it('finds the rules that a change touches as each of them would alone, whatever changed before', () => {
  fc.assert(
    fc.property(entries, changes, (all, seen) => {
      const book = compile(all);
      const books = alone(all);
      for (const change of seen) {
        const plain = books.filter(([id, own]) => own.touchedBy(change).includes(own.ruleOf(id)!)).map(([id]) => id);
        const touched = book.touchedBy(change).map(({ id }) => id);
        expect(touched.sort()).toEqual(plain.sort());
      }
    }),
    { numRuns: cases(1000) },
  );
});

it('keeps what is put together for kinds of change within bounds', () => {
  const when = (place: number) => ({
    kind: 'never' as const,
    name: 'A',
    where: [{ property: `p${place}`, is: 'known' as const }],
  });
  const book = compile(
    Array.from({ length: 12 }, (_, place) => ({ id: `s${place}`, rule: { version: 1, when: when(place) } })),
  );
  const [template] = fc.sample(
    smallHistories.filter(([one]) => one !== undefined),
    1,
  )[0]!;
  for (let bits = 0; bits < 2 ** 12; bits++) {
    const has = Array.from({ length: 12 }, (_, place) => place).filter((place) => bits & (1 << place));
    const properties = Object.fromEntries(has.map((place) => [`p${place}`, 1]));
    const touched = book.touchedBy({ touchpoint: { ...template!, type: 'track', event: 'A', properties } });
    expect(touched.map(({ place }) => place)).toEqual(has);
  }
});
