import fc from 'fast-check';
import type { Encoding } from './decoders';
import { textOf } from './text';
import { recognise } from './recognise';

function* inPieces(bytes: Uint8Array, size = 5): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

const recognised = (bytes: Uint8Array) => recognise(() => inPieces(bytes));

async function readAs(bytes: Uint8Array, encoding: Encoding, size?: number): Promise<string> {
  let text = '';
  for await (const piece of textOf(inPieces(bytes, size), encoding)) text += piece;
  return text;
}

async function read(bytes: Uint8Array): Promise<string> {
  return readAs(bytes, (await recognised(bytes)).encoding);
}

const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16();
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
/** 买家,订单号 and 张三,宝贝标题 in GBK. */
const CHINESE = hex('c2f2bcd2 2c b6a9b5a5bac5 0a d5c5c8fd 2c b1a6b1b4b1eacce2 0a');
/** Thé,Crème brûlée – 5 € in windows-1252. */
const FRENCH = hex('5468e9 2c 4372e86d65 20 6272fb6ce965 20 96 20 35 20 80 0a');

describe('an encoding is recognised', () => {
  it.each([
    ['UTF-8', Buffer.from('é,订\n'), 'utf-8', 'é,订\n'],
    ['UTF-8 with a mark', Buffer.from('\ufeffa,订\n'), 'utf-8', 'a,订\n'],
    ['ASCII', Buffer.from('a,b\n'), 'utf-8', 'a,b\n'],
    ['UTF-16 LE with a mark', Buffer.from('\ufeffa,订\n', 'utf16le'), 'utf-16le', 'a,订\n'],
    ['UTF-16 BE with a mark', swapped('\ufeffa,订\n'), 'utf-16be', 'a,订\n'],
    ['UTF-16 LE without', Buffer.from('a,b,c,d\n', 'utf16le'), 'utf-16le', 'a,b,c,d\n'],
    ['UTF-16 BE without', swapped('a,b,c,d\n'), 'utf-16be', 'a,b,c,d\n'],
    ['GBK', CHINESE, 'gb18030', '买家,订单号\n张三,宝贝标题\n'],
    ['windows-1252', FRENCH, 'windows-1252', 'Thé,Crème brûlée – 5 €\n'],
  ])('as %s', async (_name, bytes, encoding, text) => {
    expect((await recognised(bytes)).encoding).toBe(encoding);
    expect(await read(bytes)).toBe(text);
  });

  it('with words by which a person can judge it', async () => {
    expect((await recognised(FRENCH)).example).toContain('Thé');
    expect((await recognised(Buffer.from(`id\n${'a,b\n'.repeat(9)}7,Caf\xe9\n`, 'latin1'))).example).toBe('7,Café');
  });

  it.each([
    ['Russian in windows-1251', hex('cff0e8e2e5f2 2c cce8f0 0a')],
    ['Polish in windows-1250', hex('6bb96370 2c 62b36b 2c 70ea6c 0a')],
    ['a byte that windows-1252 lacks beside others', hex('54 81 65 0a e9 0a')],
  ])('never by guess: %s asks for it', async (_name, bytes) => {
    await expect(recognised(bytes)).rejects.toThrow('--encoding');
  });

  it('as none of a workbook', async () => {
    await expect(recognised(Buffer.from('PK\x03\x04....'))).rejects.toThrow('save it as "CSV UTF-8"');
  });
});

describe('text that is not of its encoding', () => {
  it('is reported by line, and never becomes U+FFFD', async () => {
    const bytes = Buffer.concat([Buffer.from('one\ntwo\nth'), Buffer.from([0xe9]), Buffer.from('ree\nfour\n')]);
    for (const size of [1, 3, 100]) await expect(readAs(bytes, 'utf-8', size)).rejects.toThrow(/^line 3: is not utf-8/);
    await expect(readAs(CHINESE.subarray(0, 3), 'gb18030')).rejects.toThrow('line 1: ends in the middle');
    await expect(readAs(hex('54 81'), 'windows-1252')).rejects.toThrow('line 1: is not windows-1252');
  });

  it('is what it was, wherever the pieces are cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 9 }), async (text, size) => {
        fc.pre(!text.startsWith('\ufeff'));
        expect(await readAs(Buffer.from(text), 'utf-8', size)).toBe(text);
      }),
    );
  });
});
