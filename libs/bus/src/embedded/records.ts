// How a row of the embedded log holds a whole batch of records: one byte for the codec, then each
// record as
//   u32 place after the row's first offset | u32 + key | u32 + headers as JSON (0 bytes: none) |
//   u32 + value                                                                     (big endian)
// A record keeps its place when other records of its row are compacted away.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Outgoing, Received } from '../bus';

const PLAIN = 0;
const DEFLATED = 1;
/** Deflating fewer bytes costs more than it saves. */
const WORTH_DEFLATING = 1024;
const HEAD_BYTES = 16;

/** A record and its place after the first offset of its row. */
export interface Placed {
  place: number;
  record: Outgoing;
}

/**
 * Returns the bytes of a row. It deflates on this thread: that takes 0.1 ms for a row, and handing
 * the row to another thread and back takes three times as long.
 */
export function encodeRecords(records: readonly Placed[]): Buffer {
  const plain = layOut(records);
  if (plain.length < WORTH_DEFLATING) return plain;
  const small = deflateRawSync(plain.subarray(1), { level: 1 });
  return small.length < plain.length * 0.9 ? Buffer.concat([Buffer.of(DEFLATED), small]) : plain;
}

/** Returns the records of a row whose first offset is `base`, in offset order. */
export function decodeRecords(body: Buffer, base: number): Received[] {
  const bytes = body[0] === DEFLATED ? inflateRawSync(body.subarray(1)) : body.subarray(1);
  const records: Received[] = [];
  for (let at = 0; at < bytes.length;) {
    const reader = new Reader(bytes, at);
    const offset = String(base + reader.number());
    const key = reader.bytes().toString();
    const headers = reader.bytes();
    const value = reader.bytes();
    records.push({
      offset,
      key,
      value,
      headers: headers.length > 0 ? (JSON.parse(headers.toString()) as Received['headers']) : {},
    });
    at = reader.at;
  }
  return records;
}

function layOut(records: readonly Placed[]): Buffer {
  const parts = records.map(({ place, record }) => ({
    place,
    key: Buffer.from(record.key),
    headers: headerBytes(record.headers),
    value: record.value,
  }));
  const size = parts.reduce(
    (sum, { key, headers, value }) => sum + HEAD_BYTES + key.length + headers.length + value.length,
    1,
  );
  const bytes = Buffer.allocUnsafe(size);
  let at = bytes.writeUInt8(PLAIN, 0);
  for (const { place, key, headers, value } of parts) {
    at = bytes.writeUInt32BE(place, at);
    for (const part of [key, headers, value]) {
      at = bytes.writeUInt32BE(part.length, at);
      at += part.copy(bytes, at);
    }
  }
  return bytes;
}

const NO_HEADERS = Buffer.alloc(0);

function headerBytes(headers: Outgoing['headers']): Buffer {
  if (!headers) return NO_HEADERS;
  const json = JSON.stringify(headers);
  return json === '{}' ? NO_HEADERS : Buffer.from(json);
}

class Reader {
  constructor(
    private readonly source: Buffer,
    public at: number,
  ) {}

  number(): number {
    const value = this.source.readUInt32BE(this.at);
    this.at += 4;
    return value;
  }

  bytes(): Buffer {
    const length = this.number();
    const part = this.source.subarray(this.at, this.at + length);
    this.at += length;
    return part;
  }
}
