// JSON from outside, read without losing digits: a whole number beyond 2^53 is nearly always an id,
// and read as a double two of them become one. Such numbers come out as their text.
import { Invalid } from './check';
import { parseText, textIn } from './safe-json';

/** Every whole number of so many digits fits a double. */
const SAFE_DIGITS = 15;
/** Where a long number may stand. Text that looks like it costs time, nothing else. */
const MAY_BE_LONG = /[:,[]\s*-?\d{16}/;
const LONG_NUMBER = /(?<![\d.eE+-])-?[1-9]\d{15,}(?![\d.eE])/g;
/** What Python and others write where JSON has no number. */
const NO_NUMBER = /-?\b(?:NaN|Infinity)\b/g;

/**
 * Returns the value in these bytes, with whole numbers beyond 2^53 as text. Numbers with a fraction
 * or an exponent stay numbers.
 * @throws {Invalid} malformed UTF-8 or JSON.
 */
export function parseExact(bytes: Buffer): unknown {
  return exact(textIn(bytes));
}

/**
 * As `parseExact`; but where the bytes are no JSON only because of bare `NaN` and `Infinity`, these
 * are read as null.
 * @throws {Invalid} malformed UTF-8 or JSON.
 */
export function parseLenient(bytes: Buffer): unknown {
  const text = textIn(bytes);
  try {
    return exact(text);
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return withoutWords(text, error);
  }
}

function exact(text: string): unknown {
  // The text is parsed as it is first: the search below may then rely on valid JSON.
  const value = parseText(text);
  if (!MAY_BE_LONG.test(text)) return value;
  return parseText(outsideStrings(text, (piece) => (piece.length > SAFE_DIGITS ? quoted(piece) : piece)));
}

const quoted = (piece: string): string =>
  piece.replace(LONG_NUMBER, (number) => (Number.isSafeInteger(Number(number)) ? number : `"${number}"`));

/**
 * @throws {Invalid} the fault of the text as it was sent, where it is no JSON without these words
 * either.
 */
function withoutWords(text: string, fault: Invalid): unknown {
  if (!text.includes('NaN') && !text.includes('Infinity')) throw fault;
  try {
    return exact(outsideStrings(text, (piece) => piece.replace(NO_NUMBER, 'null')));
  } catch {
    throw fault;
  }
}

/**
 * Returns the text with `map` applied to each piece that stands outside strings. Takes time in
 * proportion to the text, well-formed or not.
 */
function outsideStrings(text: string, map: (piece: string) => string): string {
  const parts: string[] = [];
  let from = 0;
  for (let open = text.indexOf('"'); open >= 0; open = text.indexOf('"', from)) {
    parts.push(map(text.slice(from, open)));
    from = endOfString(text, open);
    parts.push(text.slice(open, from));
  }
  parts.push(map(text.slice(from)));
  return parts.join('');
}

/**
 * Returns the place after the quote that closes the string which opens at `open`, or the text's
 * end.
 */
function endOfString(text: string, open: number): number {
  for (let quote = text.indexOf('"', open + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return quote + 1;
  }
  return text.length;
}

const BACKSLASH = '\\'.charCodeAt(0);
