import fc from 'fast-check';
import { parseExact, parseLenient } from './exact-json';

const read = (text: string) => parseExact(Buffer.from(text));
const lenient = (text: string) => parseLenient(Buffer.from(text));

describe('parseExact', () => {
  it.each([
    ['{"userId":90071992547409931}', { userId: '90071992547409931' }],
    ['{"a":[ 3301234567890123457,\n-3301234567890123458 ]}', { a: ['3301234567890123457', '-3301234567890123458'] }],
    ['{"a":9007199254740991,"b":9007199254740992}', { a: 9007199254740991, b: '9007199254740992' }],
    ['{"a":0.30000000000000004,"b":1234567890123456789.5}', { a: 0.30000000000000004, b: 1234567890123456789.5 }],
    ['{"a":1e21,"b":12345678901234567890e2}', { a: 1e21, b: 12345678901234567890e2 }],
    ['{"a:1234567890123456789":"x,1234567890123456789"}', { 'a:1234567890123456789': 'x,1234567890123456789' }],
    [
      '{"a":"\\",1234567890123456789\\\\","b":1234567890123456789}',
      { a: '",1234567890123456789\\', b: '1234567890123456789' },
    ],
  ])('keeps the digits of %s', (text, value) => {
    expect(read(text)).toEqual(value);
  });

  it.each(['{"a":01234567890123456789}', '{"a":1234567890123456789x}', '{"a":1234567890123456789', '{"a":NaN}', '"'])(
    'refuses %s',
    (text) => expect(() => read(text)).toThrow(expect.objectContaining({ code: 'json' })),
  );

  it('reads everything else as JSON.parse does, and every whole number by its digits', () => {
    const numbers = fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n });
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        fc.string(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        numbers,
        tie('list'),
        tie('object'),
      ),
      list: fc.array(tie('node'), { maxLength: 4 }),
      object: fc.dictionary(fc.string(), tie('node'), { maxKeys: 4 }),
    })).node;
    const written = (value: unknown): string => {
      if (typeof value === 'bigint') return String(value);
      if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
      if (typeof value !== 'object' || value === null) return JSON.stringify(value);
      return `{${Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}:${written(one)}`)}}`;
    };
    const wanted = (value: unknown): unknown => {
      if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
      // A double that is written as a long whole number is one.
      if (typeof value === 'number' && /^-?\d+$/.test(JSON.stringify(value)))
        return wanted(BigInt(JSON.stringify(value)));
      if (Array.isArray(value)) return value.map(wanted);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, wanted(one)]));
    };
    fc.assert(
      fc.property(fc.array(tree), (values) =>
        expect(JSON.stringify(read(written(values)))).toBe(JSON.stringify(values.map(wanted))),
      ),
    );
  });
});

describe('parseLenient', () => {
  it('reads bare NaN and Infinity as null', () => {
    expect(lenient('{"a":NaN,"b":[-Infinity, Infinity],"c":"NaN, \\" Infinity","d":1234567890123456789}')).toEqual({
      a: null,
      b: [null, null],
      c: 'NaN, " Infinity',
      d: '1234567890123456789',
    });
  });

  it.each(['{"a":NaN', '{"a":NaNs}', '{NaN:1}', '{"a":nan}', '{"a":"NaN}'])('refuses %s as it was sent', (text) => {
    expect(() => lenient(text)).toThrow(expect.objectContaining({ code: 'json' }));
  });

  it('takes time in proportion to the bytes, whatever they are', () => {
    const megabyte = 1024 * 1024;
    for (const text of [
      `{"a":NaN,"${'\\"'.repeat(2 * megabyte)}`,
      `[NaN,${'"",'.repeat(megabyte)}`,
      `[1234567890123456789,${'"a",12345678901234567,'.repeat(100_000)}1]`,
      `{"a":NaN,"b":"${'\\'.repeat(4 * megabyte)}`,
    ]) {
      const from = performance.now();
      try {
        lenient(text);
      } catch {
        // Most of them are no JSON.
      }
      expect(performance.now() - from).toBeLessThan(2_000);
    }
  });
});
