// Tells text in GB18030 from text in windows-1252 by its bytes beyond ASCII.
import { TextDecoder } from 'node:util';
import { ENCODINGS, type Encoding, decoderOf, decodes } from './decoders';
import { type Bytes, NEWLINE } from './text';

export interface Recognised {
  encoding: Encoding;
  /**
   * A piece of the text from which the encoding was recognised; '' if every byte is ASCII or there
   * is a byte order mark.
   */
  example: string;
}

/** Maximum number of bytes of a line that are held back to be looked at together. */
const MAX_HELD = 131_072;

/** Counts of the bytes beyond ASCII, by encoding. */
interface Letters {
  /** Pairs of the two levels of GB 2312: the characters in daily use. */
  pairs: number;
  /** Bytes beyond ASCII that form no such pair. */
  alone: number;
  /** Bytes that Western languages use, next to an ASCII letter, a blank or a punctuation mark. */
  western: number;
  beyondAscii: number;
}

const MOST = 0.9;

export async function byLetters(bytes: Bytes): Promise<Recognised> {
  const strict = new TextDecoder('gb18030', { fatal: true });
  const found: Letters = { pairs: 0, alone: 0, western: 0, beyondAscii: 0 };
  let isChinese = true;
  let example: Buffer | null = null;
  let rest = Buffer.alloc(0);
  const look = (line: Buffer) => {
    if (line.every((byte) => byte < 0x80)) return;
    example ??= aroundFirst(line);
    count(line, found);
  };
  for await (const chunk of bytes) {
    isChinese &&= decodes(strict, chunk);
    const held = Buffer.concat([rest, chunk]);
    // A line that never ends is looked at in pieces, which may cut one character in two.
    const end = held.length > MAX_HELD ? held.length : held.lastIndexOf(NEWLINE) + 1;
    look(held.subarray(0, end));
    rest = held.subarray(end);
  }
  look(rest);
  const encoding = mostLikely(found, isChinese && decodes(strict));
  if (encoding === null)
    throw new Error(`the text is not UTF-8, and its bytes do not say what it is: --encoding ${ENCODINGS.join('|')}`);
  return { encoding, example: exampleIn(example ?? rest, encoding) };
}

/**
 * Returns the more likely encoding; null if undecided. GB18030 and windows-1252 hardly overlap:
 * pairs of GB 2312 are two bytes above 0xa0, and Western text has single ones between letters.
 * windows-1250 and 1251 use the same bytes as windows-1252, so text with letters that no Western
 * word has is undecided.
 */
function mostLikely({ pairs, alone, western, beyondAscii }: Letters, isChinese: boolean): Encoding | null {
  if (isChinese && 2 * pairs >= MOST * (2 * pairs + alone)) return 'gb18030';
  return western === beyondAscii ? 'windows-1252' : null;
}

/**
 * Bytes of these characters in windows-1252: €‚„…‰‹Œ‘’“”•–—™›œŸ, the signs of Latin-1 and the
 * letters of Western languages.
 */
const WESTERN = new Set(
  [
    ...[0x80, 0x82, 0x84, 0x85, 0x89, 0x8b, 0x8c, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99, 0x9b, 0x9c, 0x9f],
    ...[0xa0, 0xa1, 0xa3, 0xa7, 0xa9, 0xaa, 0xab, 0xae, 0xb0, 0xb2, 0xb4, 0xb7, 0xba, 0xbb, 0xbd, 0xbf],
    ...Array.from({ length: 0x40 }, (_, place) => 0xc0 + place),
  ].filter((byte) => ![0xd0, 0xd7, 0xde, 0xf0, 0xf7, 0xfe, 0xdd, 0xfd].includes(byte)),
);
/**
 * Bytes that are letters in windows-1250; in Western languages they stand only at the end or the
 * beginning of a word.
 */
const NO_LETTER = new Set([0xa1, 0xa3, 0xaa, 0xaf, 0xb3, 0xb9, 0xba, 0xbf]);
const isLetter = (byte: number | undefined) => byte !== undefined && (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
const isAccented = (byte: number | undefined) => byte !== undefined && byte >= 0xc0;

function count(line: Buffer, found: Letters): void {
  for (let place = 0; place < line.length; place++) {
    const byte = line[place] as number;
    if (byte < 0x80) continue;
    found.beyondAscii++;
    const [before, after] = [line[place - 1], line[place + 1]];
    const isRun = isAccented(byte) && isAccented(before) && isAccented(after);
    const isWithin = NO_LETTER.has(byte) && isLetter(before) && isLetter(after);
    if (WESTERN.has(byte) && !isRun && !isWithin) found.western++;
  }
  for (let place = 0; place < line.length; place++) {
    const [byte = 0, after = 0] = [line[place], line[place + 1]];
    if (byte < 0x80) continue;
    if (byte >= 0xa1 && byte <= 0xf7 && after >= 0xa1 && after <= 0xfe) {
      found.pairs++;
      place++;
    } else found.alone++;
  }
}

const EXAMPLE_LENGTH = 20;

/** Returns the words around the first character beyond ASCII. */
function exampleIn(line: Buffer, encoding: Encoding): string {
  const text = decoderOf(encoding).decode(line) ?? '';
  const at = [...text].findIndex((one) => one > '\x7f');
  const from = Math.max(0, at - EXAMPLE_LENGTH / 2);
  const piece = [...text].slice(from, at + EXAMPLE_LENGTH / 2).join('');
  return (piece.split(/[\r\n]/).find((one) => /[^\x00-\x7f]/.test(one)) ?? piece).trim();
}

/** Returns the bytes around the first one beyond ASCII. */
function aroundFirst(line: Buffer): Buffer {
  const at = line.findIndex((byte) => byte >= 0x80);
  return Buffer.from(line.subarray(Math.max(0, at - EXAMPLE_BYTES), at + EXAMPLE_BYTES));
}

const EXAMPLE_BYTES = 64;
