// Bytes of an order file as text. Decoding is strict: no replacement character (U+FFFD) is ever
// stored for a byte that the encoding does not have.
import { type Encoding, decoderOf } from './decoders';

export type Bytes = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
export const NEWLINE = 0x0a;

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
