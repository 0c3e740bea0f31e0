import fc from 'fast-check';
import { parseSafe, unsafeIn } from './safe-json';

const parsed = (text: string) => parseSafe(Buffer.from(text));

describe('parseSafe', () => {
  it.each(['{"name":"Ana", oops}', 'Ana', '{"name": Ana}', '{"name":"Ana" "Ana"}', '"Ana', '{"Ana\n":1}', '["Ana"]]'])(
    'says of %j what is wrong and repeats nothing of it',
    (text) => {
      expect(() => parsed(text)).toThrow(/^not JSON: (?!.*(?:Ana|oops)).{10,}$/);
    },
  );

  it.each([
    ['{"a":{"b":1e400}}', 'number', 'a.b'],
    ['{"a":[0,{"__proto__":1}]}', 'key', 'a.1.__proto__'],
    ['{"a":"x\\u0000y"}', 'text', 'a'],
    ['{"a":"\\ud800"}', 'text', 'a'],
    ['{"a\\udc00":1}', 'text', 'a\\udc00'],
    ['{"a":{"k\\u0000":1}}', 'text', 'a.k\\u0000'],
    [`${'['.repeat(33)}${']'.repeat(33)}`, 'depth', Array.from({ length: 32 }, () => 0).join('.')],
    ['{"a":', 'json', ''],
  ])('refuses %s', (text, code, path) => {
    expect(() => parsed(text)).toThrow(expect.objectContaining({ code, path }));
  });

  it('refuses bytes that are no UTF-8, and survives nesting of any depth', () => {
    expect(() => parseSafe(Buffer.from([0x22, 0xc3, 0x28, 0x22]))).toThrow(expect.objectContaining({ code: 'json' }));
    expect(() => parsed('['.repeat(200_000) + ']'.repeat(200_000))).toThrow(expect.objectContaining({ code: 'depth' }));
  });

  it('takes 32 levels, pairs of surrogates, and what else JSON can carry', () => {
    expect(() => parsed(`${'['.repeat(32)}${']'.repeat(32)}`)).not.toThrow();
    expect(parsed('{"constructor":"😀"}')).toEqual({ constructor: '😀' });
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const safe = !/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(value)) && !/__proto__/.test(JSON.stringify(value));
        if (safe) expect(unsafeIn(value)).toBeNull();
      }),
    );
  });
});
