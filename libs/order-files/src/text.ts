// Bytes of an order file as text. Decoding is strict: no replacement character (U+FFFD) is ever
// stored for a byte that the encoding does not have. The encoding is recognised from the bytes; if
// they are ambiguous it must be given as an option.
import { TextDecoder } from 'node:util';
import { ENCODINGS, type Encoding, decoderOf } from './decoders';

export interface Recognised {
  encoding: Encoding;
  /**
   * A piece of the text from which the encoding was recognised; '' if every byte is ASCII or there
   * is a byte order mark.
   */
  example: string;
}

type Bytes = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

const UTF_8 = 'utf-8';
/** Number of bytes that are searched for NULs, of which text in UTF-16 is full. */
const HEAD = 1_024;
const NEWLINE = 0x0a;
/** Maximum number of bytes of a line that are held back to be looked at together. */
const MAX_HELD = 131_072;

/**
 * Resolves with the encoding of a file: UTF-16 by its byte order mark or NULs; UTF-8 if all bytes
 * are valid; else GB18030 or windows-1252 by the bytes beyond ASCII.
 * @param open starts reading from the first byte; called twice at most.
 * @throws {Error} for an Excel workbook, and for ambiguous bytes.
 */
export async function recognise(open: () => Bytes): Promise<Recognised> {
  let head = Buffer.alloc(0);
  const utf8 = new TextDecoder(UTF_8, { fatal: true });
  let isUtf8 = true;
  for await (const chunk of open()) {
    if (head.length < HEAD) head = Buffer.concat([head, chunk.subarray(0, HEAD - head.length)]);
    const wide = wideIn(head);
    if (wide !== null) return { encoding: wide, example: '' };
    assertNoWorkbook(head);
    isUtf8 &&= decodes(utf8, chunk);
    if (!isUtf8) break;
  }
  isUtf8 &&= decodes(utf8);
  return isUtf8 ? { encoding: UTF_8, example: '' } : byLetters(open());
}

/**
 * Yields the text of a file in pieces.
 * @throws {Error} naming the line with bytes that are invalid in the encoding.
 */
export async function* textOf(bytes: Bytes, encoding: Encoding): AsyncGenerator<string> {
  const decoder = decoderOf(encoding);
  let lines = 0;
  for await (const chunk of bytes) {
    const text = decoder.decode(chunk);
    if (text === null) throw new Error(`line ${lines + 1 + linesBefore(chunk, encoding)}: is not ${encoding}`);
    lines += breaksIn(chunk);
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest === null) throw new Error(`line ${lines + 1}: ends in the middle of a character of ${encoding}`);
  if (rest !== '') yield rest;
}

/**
 * Returns the UTF-16 encoding of a file by its byte order mark or the places of its NULs; null for
 * other encodings.
 */
function wideIn(head: Uint8Array): Encoding | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const nuls = [0, 0];
  head.forEach((byte, place) => (byte === 0 ? (nuls[place % 2] = (nuls[place % 2] ?? 0) + 1) : 0));
  const [even = 0, odd = 0] = nuls;
  if (odd * 4 > head.length && even === 0) return 'utf-16le';
  return even * 4 > head.length && odd === 0 ? 'utf-16be' : null;
}

function assertNoWorkbook(head: Buffer): void {
  const start = head.subarray(0, 4).toString('latin1');
  if (start === 'PK\x03\x04' || start === '\xd0\xcf\x11\xe0')
    throw new Error('this is a workbook, not text: open it and save it as "CSV UTF-8"');
}

function decodes(decoder: TextDecoder, chunk?: Uint8Array): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch {
    return false;
  }
}

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

async function byLetters(bytes: Bytes): Promise<Recognised> {
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

const breaksIn = (chunk: Uint8Array) => chunk.reduce((sum, byte) => (byte === NEWLINE ? sum + 1 : sum), 0);

/**
 * Returns the number of line ends before the first invalid byte, for encodings whose lines can be
 * decoded alone.
 */
function linesBefore(chunk: Uint8Array, encoding: Encoding): number {
  if (encoding.startsWith('utf-16')) return 0;
  let from = 0;
  for (let lines = 0; ; lines++) {
    const end = chunk.indexOf(NEWLINE, from);
    const line = chunk.subarray(from, end < 0 ? undefined : end);
    // A chunk may begin within a character, so its first line is invalid only if no other line is.
    if (lines > 0 && decoderOf(encoding).decode(line) === null) return lines;
    if (end < 0) return 0;
    from = end + 1;
  }
}
