import { canonical, hash53, placeOf, shortHash } from './canonical';

it.each<[unknown, string]>([
  [{ b: 1, a: [2, 'x'] }, '{"a":[2,"x"],"b":1}'],
  [{ b: undefined, a: null, c: false }, '{"a":null,"c":false}'],
  [[], '[]'],
  [[[], {}], '[[],{}]'],
  [['a', ['b', 'c'], 1], '["a",["b","c"],1]'],
  [{}, '{}'],
  ['say "a"', '"say \\"a\\""'],
  [1.5, '1.5'],
  [true, 'true'],
  [null, 'null'],
  [undefined, 'null'],
  [[undefined], '[null]'],
])('spells %j as %s', (value, text) => {
  expect(canonical(value)).toBe(text);
});

it.each([
  ['a', 7_929_297_801_672_961],
  ['b', 8_684_336_938_537_663],
  ['revenge', 4_051_478_007_546_757],
])('hashes %p as bryc does (cyrb53)', (text, hash) => {
  expect(hash53(text)).toBe(hash);
});

it('names and places a text by its hash', () => {
  expect(shortHash('a')).toBe('262p94epp1d');
  expect(placeOf('a')).toBe(7_929_297_801_672_961 / 2 ** 53);
  expect(hash53('')).not.toBe(hash53(' '));
});
