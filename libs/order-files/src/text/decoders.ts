// The encodings of order files, and strict decoders of them.
import { TextDecoder } from 'node:util';

export const ENCODINGS = [
  ...(['utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'gbk', 'big5'] as const),
  ...(['windows-1252', 'windows-1250', 'windows-1251'] as const),
];
export type Encoding = (typeof ENCODINGS)[number];

export const isEncoding = (name: string): name is Encoding => (ENCODINGS as readonly string[]).includes(name);

interface Decoder {
  /**
   * Returns the text; null for bytes that are invalid in the encoding. Without bytes it returns the
   * rest.
   */
  decode(bytes?: Uint8Array): string | null;
}

export function decoderOf(encoding: Encoding): Decoder {
  if (encoding === 'windows-1252') return { decode: (bytes) => (bytes === undefined ? '' : western(bytes)) };
  const decoder = new TextDecoder(encoding, { fatal: true });
  return {
    decode: (bytes) => {
      try {
        return decoder.decode(bytes, { stream: bytes !== undefined });
      } catch {
        return null;
      }
    },
  };
}

/** Characters of 0x80 to 0x9f; a blank for those that windows-1252 does not define. */
const C1 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
const MISSING = ' ';

/**
 * Returns text in windows-1252; null for bytes that it does not define. Node 20.20.2 decodes it as
 * Latin-1, in which 0x80 is not the euro.
 */
function western(bytes: Uint8Array): string | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  let isWhole = true;
  const restored = text.replace(/[\x80-\x9f]/g, (one) => {
    const sign = C1[one.charCodeAt(0) - 0x80] ?? MISSING;
    isWhole &&= sign !== MISSING;
    return sign;
  });
  return isWhole ? restored : null;
}

/** Returns whether a decoder takes more bytes; without bytes, whether it may end here. */
export function decodes(decoder: TextDecoder, chunk?: Uint8Array): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch {
    return false;
  }
}
