// Bad input in general: the form of a question, values that are odd in any place, and repeatable
// random numbers.

/** One request. */
export interface Question {
  /** Description of what is odd about it. */
  about: string;
  method: string;
  /** The path as in the request line. */
  path: string;
  headers: Record<string, string | string[]>;
  body?: Buffer;
  /**
   * Set when the input is certainly wrong: the answer is 400 and names this path, or one within.
   */
  refusedAt?: string;
  /** Set when the input is certainly wrong: the answer is 4xx. */
  isWrong?: boolean;
}

/** Random numbers by Mulberry32: the same for the same seed. */
export class Dice {
  constructor(private state: number) {}

  /** Returns a number in [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)] as T;
  }

  /** Returns `count` items in random order, or all. */
  some<T>(list: readonly T[], count: number): T[] {
    return list
      .map((value) => ({ value, at: this.next() }))
      .sort((a, b) => a.at - b.at)
      .slice(0, count)
      .map(({ value }) => value);
  }
}

/** A value that is written into JSON as this text, which `JSON.stringify` would not produce. */
export class Raw {
  constructor(readonly text: string) {}
}

/**
 * Returns JSON as `JSON.stringify` does, with `Raw` values verbatim and `__proto__` like any other
 * key.
 */
export function written(value: unknown): string {
  if (value instanceof Raw) return value.text;
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}:${written(one)}`);
  return `{${fields.join(',')}}`;
}

/** Returns a value as the reader of a body gets it: a whole number beyond 2^53 is its text. */
export const asRead = (value: unknown): unknown =>
  typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(String(value)) ? String(value) : value;

const nested = (depth: number) => new Raw(`${'['.repeat(depth)}${']'.repeat(depth)}`);
const nestedObjects = (depth: number) => new Raw(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);

export const ODD_TEXTS: readonly string[] = [
  ...['', ' ', '\t\n', '\u0000', 'a\u0000b', '\ud800', 'x\udfff', '\u202e', '\ufeff', 'é', '名前', '😀'.repeat(40)],
  ...['x'.repeat(257), 'x'.repeat(1025), 'x'.repeat(5_000), '__proto__', 'constructor', 'toString', 'hasOwnProperty'],
  ...['null', 'undefined', 'NaN', 'true', '0', '-1', '1e400', '9007199254740993', '١٢', '1,5', '0x10'],
  ...[
    "'; select 1; --",
    '../../etc/passwd',
    '{{ 7 | times: 7 }}',
    '{% for i in (1..9) %}{% endfor %}',
    '<b>x</b>',
    '%00',
    '%s',
  ],
  ...['2024-02-30', '2024-13-01T00:00:00Z', '+275761-01-01T00:00:00Z', '0000-00-00', '24:61', 'P1Y', 'Mars/Phobos'],
  ...[
    'http://',
    'file:///x',
    'javascript:1',
    'a@b',
    'a@b, c@d',
    'smtp://h?x=1',
    '::1',
    '127.1',
    '(((((((a',
    '[a-',
    '\\',
  ],
];

export const ODD_NUMBERS: readonly unknown[] = [
  ...[0, -1, 1.5, 1e-7, 1e16, 1e21, 1e300, -1e300, 2 ** 31, 2 ** 53, Number.MAX_VALUE, Number.MIN_VALUE],
  ...['1e400', '-1e400', '9007199254740993', '123456789012345678901234567890', '-0', '0.1e-400'].map(
    (text) => new Raw(text),
  ),
];

export const ODD_VALUES: readonly unknown[] = [
  ...[null, true, false, [], {}, [null], [[]], { a: 1 }, { length: 3 }, { toString: 1, valueOf: 'x' }],
  ...['{"__proto__":{"isAdmin":true}}', '{"constructor":{"prototype":{"a":1}}}', '{"a":1,"a":2}'].map(
    (text) => new Raw(text),
  ),
  ...[nested(31), nested(45), nested(3_000), nestedObjects(31), nestedObjects(200)],
  ...[
    Array(600).fill(1),
    Array(3_000).fill({}),
    Object.fromEntries(Array.from({ length: 600 }, (_, at) => [`k${at}`, at])),
  ],
  ...ODD_NUMBERS,
  ...ODD_TEXTS,
];

/** Bodies that are not JSON, or JSON of the wrong kind. */
export const ODD_BODIES: readonly (readonly [about: string, body: Buffer])[] = [
  ...['null', 'true', '7', '"text"', '[]', '[[]]', '[{}]', '{', '{"a":', '{"a":1', '}', '{"a":1}}', '{"a":1}{"a":2}'],
  ...[
    '{"a":1}x',
    '{"a":1}\u0000',
    '\ufeff{}',
    "{'a':1}",
    '{a:1}',
    '{"a":01}',
    '{"a":NaN}',
    '{"a":1,}',
    '[1,]',
    '{"a":"\n"}',
  ],
  ...['{"a":"\\u0000"}', '{"a":"\\ud800"}', '{"a":"\\x"}', '{"__proto__":{}}', '{"a":{"__proto__":1}}', '{"a":1e400}'],
  ...['/* */{}', '--', 'a=1&b=2', '<xml/>', '\u0000', ' ', `${'['.repeat(50_000)}`, `${'{"a":'.repeat(5_000)}`],
].map((text) => [`body ${text.slice(0, 24)}`, Buffer.from(text)] as const);

export const ODD_BYTES: readonly (readonly [about: string, body: Buffer])[] = [
  ['no body', Buffer.alloc(0)],
  ['bytes that are no UTF-8', Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x01])],
  ['UTF-8 cut off', Buffer.from([0x7b, 0x22, 0xe5, 0x90])],
  ['overlong UTF-8', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
  ['UTF-16', Buffer.from('\ufeff{"a":1}', 'utf16le')],
  ['Latin-1', Buffer.from('{"a":"é"}', 'latin1')],
  ['zeros', Buffer.alloc(2_000)],
];

export const ODD_TYPES: readonly string[] = [
  ...[
    'text/plain',
    'text/html',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ],
  ...[
    'multipart/form-data',
    'application/json; charset=utf-16',
    'application/json; charset=latin1',
    'json',
    '*/*',
    ';',
    'x',
  ],
  ...[
    'application/json, text/plain',
    'APPLICATION/JSON',
    'application/vnd.api+json',
    `a/${'b'.repeat(3_000)}`,
    'image/png',
  ],
];

/** Odd segments of a path, as in the request line. */
export const ODD_PARTS: readonly string[] = [
  ...[
    '%00',
    '%ff',
    '%',
    '%zz',
    '%2e%2e',
    '..',
    '.',
    '%2f',
    '%252e',
    '%20',
    '%0a',
    '__proto__',
    'constructor',
    'toString',
  ],
  ...[
    '-1',
    '0',
    '1.5',
    '1e400',
    '99999999999999999999',
    'NaN',
    'undefined',
    'null',
    'userId:',
    ':',
    'x:y:z',
    'email:%00',
  ],
  ...[
    'x'.repeat(257),
    'x'.repeat(1_024),
    'x'.repeat(1_025),
    'x'.repeat(6_000),
    '%F0%9F%98%80',
    '%ED%A0%80',
    "';--",
    '{id}',
    '*',
    ';x=1',
  ],
];
