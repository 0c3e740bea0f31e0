// The terms of a text, and the prefixes of stored terms that a query may mean. Pure.
import { storedFormsOf } from '@segue/contracts';
import { spelledIn, spellingsOf } from './pinyin';

export const MAX_TERM = 128;
/** Maximum number of words of one text that are search terms. */
const MAX_WORDS = 8;
const MAX_SUFFIXES = 3;
/** Fewer digits would find half of all customers. */
export const MIN_DIGITS = 3;
/** Stands before the digits of a number from its end. */
const ENDING = '~';
/** Stands before the id of an order. */
const ORDER = '#';

/** The term of an order's id; ids that differ in letter case, or beyond its length, share it. */
export const orderTerm = (id: string): string => `${ORDER}${id.toLowerCase().slice(0, MAX_TERM)}`;

export const endingOf = (digits: string) => `${ENDING}${[...digits].reverse().join('')}`;

/** Returns the terms of one word of a name. */
export const nameTerms = (word: string, spells = true): string[] => [
  word,
  ...givenNames(word),
  ...(spells ? spellingsOf(word) : []),
];

/** What follows the family name, which is one character or two: 宇轩 and 轩 of 杨宇轩. */
const givenNames = (name: string): string[] =>
  /^\p{Script=Han}{2,6}$/u.test(name)
    ? [...name].slice(1, 1 + MAX_SUFFIXES).map((_, place) => [...name].slice(place + 1).join(''))
    : [];

/** Returns the whole text and each of its first words. */
export function termsIn(text: string): string[] {
  const whole = text.trim().toLowerCase().replace(/\s+/g, ' ').slice(0, MAX_TERM);
  return whole === '' ? [] : [...new Set([whole, ...whole.split(/[ ·]/, MAX_WORDS)])];
}

/**
 * Returns the prefixes of stored terms that a query may mean, the likeliest first.
 */
export function prefixesFor(query: string): string[] {
  const [whole] = termsIn(query);
  if (whole === undefined) return [];
  const orders = storedFormsOf(whole.replace(/^#/, '')).map((id) => `${ORDER}${id}`);
  const isNumber = /^[+(]?[\d\s().-]+$/.test(whole);
  const digits = whole.replace(/\D/g, '');
  if (!isNumber || digits.length < MIN_DIGITS) return [whole, ...spelledIn(whole), ...orders];
  return [...new Set([whole, digits, endingOf(digits), ...orders])];
}
