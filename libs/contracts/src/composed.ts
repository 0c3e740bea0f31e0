// One spelling of an id. A letter with a mark is one code point (`ü`) or two (`u` and U+0308),
// depending on the program that wrote it; both look the same. Pure.

/** Text without any code point from the first combining mark on is composed. */
const SURELY_COMPOSED = /^[\u0000-\u02ff]*$/;
const ASCII = /^[\u0000-\u007f]*$/;

/** Returns the text in its composed form (NFC of Unicode). */
export const composed = (text: string): string => (SURELY_COMPOSED.test(text) ? text : text.normalize('NFC'));

/**
 * Returns the forms in which an id may be stored, the present one first: earlier versions stored
 * ids as they were sent.
 */
export const storedFormsOf = (id: string): readonly string[] =>
  ASCII.test(id) ? [id] : [...new Set([composed(id), id, id.normalize('NFD')])];
