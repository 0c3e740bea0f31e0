import fc from 'fast-check';
import { type Said, type Words, isLater, joinWords, later, latest, wordOf } from './words';

/** Two words of one instant and turn are one word: the turn names the touchpoint. */
const word = fc
  .record({ at: fc.integer({ min: 0, max: 5 }), by: fc.constantFrom('a', 'b', 'c') })
  .map(({ at, by }): Said<string> => ({ at, by, value: `${at}${by}` }));
const words: fc.Arbitrary<Words<string>> = fc.dictionary(fc.constantFrom('x', 'y', 'z', 'constructor'), word);

describe('joining words', () => {
  it('is commutative, associative and idempotent', () => {
    fc.assert(
      fc.property(words, words, words, (a, b, c) => {
        expect(joinWords(a, b)).toEqual(joinWords(b, a));
        expect(joinWords(joinWords(a, b), c)).toEqual(joinWords(a, joinWords(b, c)));
        expect(joinWords(a, a)).toBe(a);
      }),
    );
  });

  it('ends equal where the bound is applied in between', () => {
    fc.assert(
      fc.property(words, words, words, fc.integer({ min: 1, max: 3 }), (a, b, c, most) => {
        const bounded = (one: Words<string>) => latest(one, most);
        const all = bounded(joinWords(joinWords(a, b), c));
        expect(bounded(joinWords(bounded(joinWords(bounded(a), b)), c))).toEqual(all);
      }),
    );
  });

  it('returns the first table itself where the other has nothing later', () => {
    const held = { x: { value: 'new', at: 2, by: 'a' } };

    expect(joinWords(held, { x: { value: 'old', at: 1, by: 'z' } })).toBe(held);
  });
});

describe('the later word', () => {
  it('is one of any two that differ', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(later(a, b)).toEqual(later(b, a));
        expect(isLater(a, b) && isLater(b, a)).toBe(false);
      }),
    );
  });

  it('is not looked for among inherited properties', () => {
    expect(wordOf({}, 'constructor')).toBeUndefined();
  });
});
