// Recognises the encoding of an order file from its bytes; if they are ambiguous it must be given
// as an option.
import { TextDecoder } from 'node:util';
import { type Recognised, byLetters } from './by-letters';
import { type Encoding, decodes } from './decoders';
import type { Bytes } from './text';

const UTF_8 = 'utf-8';
/** Number of bytes that are searched for NULs; text in UTF-16 has many. */
const HEAD = 1_024;

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
