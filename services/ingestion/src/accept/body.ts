// Reads the bytes of a request as JSON, whatever its Content-Type: some SDKs send text/plain,
// others gzip as a form.
import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import { parseLenient } from '@segue/contracts';
import { Problem } from '@segue/service';
import { MAX_JSON_CONTAINERS, MAX_REQUEST_BYTES } from './limits';

const unzip = promisify(gunzip);
const expand = promisify(inflate);

/**
 * Returns the decompressed bytes.
 * @throws {Problem} 413 when there are too many, 400 when they cannot be decompressed.
 */
export async function unpacked(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  const coding = (encoding ?? '').trim().toLowerCase();
  if (!ENCODINGS.has(coding)) throw badEncoding('must be gzip or deflate');
  const plain = isGzip(body) ? await unpack(body, unzip) : coding === 'deflate' ? await unpack(body, expand) : body;
  if (plain.length > MAX_REQUEST_BYTES) throw tooLarge('a request', MAX_REQUEST_BYTES);
  return plain;
}

/**
 * Returns the JSON. Ids keep their digits, and bare `NaN` and `Infinity` become null
 * (`parseLenient`).
 * @throws {Problem} 413 for too many objects and arrays. @throws {Invalid} when it is not JSON.
 */
export function jsonOf(plain: Buffer): unknown {
  if (plain.length > MAX_JSON_CONTAINERS && containersIn(plain) > MAX_JSON_CONTAINERS) {
    throw Problem.tooLarge(`a request may have at most ${MAX_JSON_CONTAINERS} objects and arrays`);
  }
  return parseLenient(plain);
}

function containersIn(plain: Buffer): number {
  let containers = 0;
  for (let at = 0; at < plain.length; at++) if (plain[at] === OBJECT || plain[at] === ARRAY) containers++;
  return containers;
}

const OBJECT = '{'.charCodeAt(0);
const ARRAY = '['.charCodeAt(0);

export const tooLarge = (what: string, bytes: number) => {
  const size = bytes >= 1024 * 1024 ? `${bytes / 1024 / 1024} MB` : `${bytes / 1024} KB`;
  return Problem.tooLarge(`${what} may have at most ${size} (${bytes} bytes)`);
};

/** Names of codings, compared case-insensitively (RFC 9110 8.4.1). */
const ENCODINGS: ReadonlySet<string> = new Set(['', 'identity', 'gzip', 'x-gzip', 'deflate']);

const badEncoding = (message: string) =>
  Problem.badRequest('encoding', undefined, [{ path: 'content-encoding', code: 'encoding', message }]);

const isGzip = (body: Buffer) => body[0] === 0x1f && body[1] === 0x8b;

/** Bytes per step of decompression: with Node's 16 KB a large body takes eight times as long. */
const PORTION_BYTES = 128 * 1024;

type Unpack = (body: Buffer, options: { maxOutputLength: number; chunkSize: number }) => Promise<Buffer>;

async function unpack(body: Buffer, how: Unpack): Promise<Buffer> {
  try {
    // A few bytes can decompress to gigabytes, so it stops at the limit.
    return await how(body, { maxOutputLength: MAX_REQUEST_BYTES, chunkSize: PORTION_BYTES });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw tooLarge('a request', MAX_REQUEST_BYTES);
    throw badEncoding('is not how the body is packed');
  }
}
