import fc from 'fast-check';
import { nameTerms, orderTerm, prefixesFor, termsIn } from './words';

const finds = (query: string, terms: readonly string[]) =>
  prefixesFor(query).some((prefix) => terms.some((term) => term.startsWith(prefix)));

describe('terms of a text', () => {
  it('are the whole and each of its words, in lower case', () => {
    expect(termsIn('  Ana   Maria Lee ')).toEqual(['ana maria lee', 'ana', 'maria', 'lee']);
    expect(termsIn('Ana')).toEqual(['ana']);
    expect(termsIn('   ')).toEqual([]);
  });

  it('are at most nine, of at most 128 characters', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (text) => {
        const terms = termsIn(text);
        expect(terms.length).toBeLessThanOrEqual(9);
        expect(new Set(terms).size).toBe(terms.length);
        for (const term of terms) expect(term.length).toBeLessThanOrEqual(128);
      }),
    );
  });

  it('are found by any beginning of the text and of its words', () => {
    const word = fc.stringMatching(/^[a-zA-Z]{1,12}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), fc.nat(), fc.nat(), (words, at, length) => {
        const terms = termsIn(words.join(' '));
        const one = words[at % words.length] as string;
        expect(finds(one.slice(0, 1 + (length % one.length)), terms)).toBe(true);
        expect(finds(words.join(' '), terms)).toBe(true);
      }),
    );
  });
});

describe('terms of a name', () => {
  it('are also the given names of Han characters', () => {
    expect(nameTerms('杨宇轩', false)).toEqual(['杨宇轩', '宇轩', '轩']);
    expect(nameTerms('Lee', false)).toEqual(['Lee']);
  });
});

describe('what a query may mean', () => {
  it.each(['#R-17', 'r-17', 'R-1'])('%s: the id of an order', (query) => {
    expect(finds(query, [orderTerm('R-17')])).toBe(true);
  });

  it('is a number by its first and its last digits, without signs', () => {
    expect(prefixesFor('+43 664 123')).toEqual(['+43 664 123', '43664123', '~32146634', '#+43 664 123']);
  });

  it('is no number with fewer than three digits', () => {
    expect(prefixesFor('12').some((prefix) => prefix.startsWith('~'))).toBe(false);
  });

  it('is nothing without a text', () => {
    expect(prefixesFor('  ')).toEqual([]);
  });
});
