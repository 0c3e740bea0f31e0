// Parses JSON of HTTP bodies and of topics that other programs may write. Refuses, with its path,
// what JSON can write but not carry safely.
import { Invalid } from './check';

export const MAX_JSON_DEPTH = 32;
/**
 * Messages wrap what came in (a signal carries a profile's touchpoint with its properties), so they
 * may nest a little deeper.
 */
export const MAX_MESSAGE_DEPTH = MAX_JSON_DEPTH + 8;
/** Deeper than any field name needs, and short enough for a log line. */
const MAX_PATH = 200;
// A lone surrogate: cannot be written as UTF-8 and jsonb refuses it. NUL: Postgres refuses it in
// text.
const UNSAFE_TEXT = /\u0000|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The value in these bytes.
 * @throws {Invalid} malformed UTF-8 or JSON; see `unsafeIn` for the rest.
 */
export function parseSafe(bytes: Buffer, maxDepth = MAX_JSON_DEPTH): unknown {
  return safe(parse(bytes), maxDepth);
}

/** Returns the value itself. @throws {Invalid} see `unsafeIn`. */
export function safe(value: unknown, maxDepth: number): unknown {
  const fault = unsafeIn(value, maxDepth);
  if (fault) throw fault;
  return value;
}

/**
 * Parses JSON without checking its content, for batches whose elements are checked one by one.
 * @throws {Invalid} for malformed UTF-8 or JSON.
 */
export function parse(bytes: Buffer): unknown {
  return parseText(textIn(bytes));
}

/** @throws {Invalid} malformed UTF-8. */
export function textIn(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    throw notJson(error);
  }
}

/** @throws {Invalid} malformed JSON. */
export function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notJson(error);
  }
}

const notJson = (error: unknown) =>
  new Invalid('json', '', `not JSON: ${withoutQuote((error as Error).message).slice(0, MAX_PATH)}`);

/**
 * Removes the piece of text that V8 quotes at the end of some messages: it may be personal, and
 * messages are kept with dead letters.
 */
const withoutQuote = (message: string): string => message.replace(/, (?:\.\.\.)?"[^]*$/, '');

/**
 * Returns what cannot be carried safely in a parsed value, or null: numbers beyond a double
 * (1e400), NUL and lone surrogates in text or keys, keys that reach an object's prototype, nesting
 * beyond `maxDepth`. The path is safe text: unsafe characters are escaped as in JSON.
 */
export function unsafeIn(value: unknown, maxDepth = MAX_JSON_DEPTH): Invalid | null {
  const path: string[] = [];
  const fault = look(value, maxDepth, path);
  return fault && new Invalid(fault.code, path.reverse().join('.').slice(0, MAX_PATH), fault.message);
}

type Fault = { code: string; message: string };

// The path is collected on the way back, so that a clean value, which is nearly every one, costs no
// allocation.
function look(value: unknown, left: number, path: string[]): Fault | null {
  switch (typeof value) {
    case 'string':
      return textFault(value);
    case 'number':
      return Number.isFinite(value) ? null : { code: 'number', message: 'number too large for a double' };
    case 'object':
      return value === null ? null : lookInside(value, left - 1, path);
    default:
      return null;
  }
}

function lookInside(value: object, left: number, path: string[]): Fault | null {
  if (left < 0) return { code: 'depth', message: 'nested too deep' };
  for (const key of Object.keys(value)) {
    const fault = keyFault(key) ?? look((value as Record<string, unknown>)[key], left, path);
    if (fault) {
      path.push(UNSAFE_TEXT.test(key) ? JSON.stringify(key).slice(1, -1) : key);
      return fault;
    }
  }
  return null;
}

function keyFault(key: string): Fault | null {
  return key === '__proto__' ? { code: 'key', message: 'this key is not allowed' } : textFault(key);
}

function textFault(text: string): Fault | null {
  return UNSAFE_TEXT.test(text) ? { code: 'text', message: 'NUL and lone surrogates are not allowed' } : null;
}
