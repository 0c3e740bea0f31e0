import fc from 'fast-check';
import { composed, storedFormsOf } from './composed';

const NFD = 'Mu\u0308ller-1';
const NFC = 'M\u00fcller-1';

it('is the same for every spelling of an id', () => {
  expect([composed(NFD), composed(NFC), composed('o-1')]).toEqual([NFC, NFC, 'o-1']);
  expect(composed('\u1112\u1161\u11ab')).toBe('한');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (id) => {
      expect(composed(id)).toBe(id.normalize('NFC'));
      expect(composed(id.normalize('NFD'))).toBe(composed(id));
    }),
  );
});

it('knows that no text below the first mark has another composed form', () => {
  const all = Array.from({ length: 0x300 }, (_, code) => String.fromCodePoint(code)).join('');
  expect([composed(all), all.normalize('NFC')]).toEqual([all, all]);
});

it('also looks for an id as an earlier version stored it', () => {
  expect(storedFormsOf('o-1')).toEqual(['o-1']);
  expect(storedFormsOf(NFC)).toEqual([NFC, NFD]);
  expect(storedFormsOf(NFD)).toEqual([NFC, NFD]);
  expect(storedFormsOf(`${NFC}${NFD}`)).toEqual([`${NFC}${NFC}`, `${NFC}${NFD}`, `${NFD}${NFD}`]);
});
