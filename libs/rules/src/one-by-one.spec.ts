// Many rules in one book, equal ones among them, against each rule in a book of its own.
import fc from 'fast-check';
import type { NumberedTouchpoint } from '@segue/contracts';
import { type RuleEntry, type Rulebook, compile } from './compile';
import type { Context } from './context';
import type { Verdict } from './evaluate';
import { emptyFacts, fold } from './facts';
import type { Change } from './touched';
import { OTHER_SEGMENT, smallConditions, smallHistories, smallWorld, surroundings } from '../testing/worlds';

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

const alone = (all: readonly RuleEntry[]): [string, Rulebook][] =>
  all.map((entry) => [entry.id, compile(entry === OTHER ? [OTHER] : [entry, OTHER])]);

function judged(book: Rulebook, ids: readonly string[], history: readonly NumberedTouchpoint[], context: Context) {
  const facts = history.reduce((known, one) => fold(known, one, book.needs), emptyFacts());
  return book.judge(
    ids.map((id) => book.ruleOf(id)!),
    facts,
    context,
  );
}

it('gives every rule the verdict that it has alone, for one customer after another', () => {
  const lives = fc.array(fc.tuple(smallHistories, surroundings), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(entries, lives, fc.infiniteStream(fc.boolean()), (all, customers, asked) => {
      const book = compile(all);
      const books = alone(all);
      for (const [history, around] of customers) {
        const { context } = smallWorld(history, around);
        const some = books.filter(() => asked.next().value);
        const verdicts = judged(
          book,
          some.map(([id]) => id),
          history,
          context,
        );
        const plain = some.map(([id, own]): Verdict => judged(own, [id], history, context)[0]!);
        expect(verdicts).toEqual(plain);
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
