import fc from 'fast-check';
import { type LastWrite, type LastWrites, isLater, joinWrites, later, latest, lastWriteOf } from './last-writes';

/** Two words of one instant and turn are one word: the turn names the touchpoint. */
const word = fc
  .record({ at: fc.integer({ min: 0, max: 5 }), by: fc.constantFrom('a', 'b', 'c') })
  .map(({ at, by }): LastWrite<string> => ({ at, by, value: `${at}${by}` }));
const words: fc.Arbitrary<LastWrites<string>> = fc.dictionary(fc.constantFrom('x', 'y', 'z', 'constructor'), word);

describe('joining words', () => {
  it('is commutative, associative and idempotent', () => {
    fc.assert(
      fc.property(words, words, words, (a, b, c) => {
        expect(joinWrites(a, b)).toEqual(joinWrites(b, a));
        expect(joinWrites(joinWrites(a, b), c)).toEqual(joinWrites(a, joinWrites(b, c)));
        expect(joinWrites(a, a)).toBe(a);
      }),
    );
  });

  it('ends equal where the bound is applied in between', () => {
    fc.assert(
      fc.property(words, words, words, fc.integer({ min: 1, max: 3 }), (a, b, c, most) => {
        const bounded = (one: LastWrites<string>) => latest(one, most);
        const all = bounded(joinWrites(joinWrites(a, b), c));
        expect(bounded(joinWrites(bounded(joinWrites(bounded(a), b)), c))).toEqual(all);
      }),
    );
  });

  it('returns the first table itself where the other has nothing later', () => {
    const held = { x: { value: 'new', at: 2, by: 'a' } };

    expect(joinWrites(held, { x: { value: 'old', at: 1, by: 'z' } })).toBe(held);
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
    expect(lastWriteOf({}, 'constructor')).toBeUndefined();
  });
});
