import fc from 'fast-check';
import { decodeCursor, encodeCursor, page } from './paging';

describe('paging', () => {
  it('walks through a list of any length once', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer()), fc.integer({ min: 1, max: 7 }), (keys, limit) => {
        const all = keys.sort((a, b) => a - b);
        const seen: number[] = [];
        for (let cursor: string | undefined; ;) {
          const [after] = decodeCursor(cursor, [Number.MIN_SAFE_INTEGER]);
          const { items, next } = page(all.filter((key) => key > after).slice(0, limit + 1), limit, (key) => [key]);
          seen.push(...items);
          if (next === null) break;
          cursor = next;
        }
        expect(seen).toEqual(all);
      }),
    );
  });

  it.each([
    'x',
    '',
    encodeCursor([1]),
    encodeCursor([1, 2, 3]),
    ...[
      ['a', 1],
      [1.5, 'a'],
      [1e30, 'a'],
      [1, 'a\u0000'],
      [1, 2],
    ].map(encodeCursor),
    Buffer.from('{"a":1}').toString('base64url'),
  ])('refuses the cursor %p of another list', (cursor) =>
    expect(() => decodeCursor(cursor, [0, ''])).toThrow(expect.objectContaining({ status: 400, code: 'invalid' })),
  );
});
