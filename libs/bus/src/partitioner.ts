// Maps keys to partitions as Kafka clients do by default (murmur2, as in Java), so that a topic may
// be written by both drivers and by other clients, and records of one key keep their order.

const SEED = 0x9747b28c;
const MIX = 0x5bd1e995;

/** Returns the partition of a key, from 0 to `partitions - 1`. */
export function partitionOf(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions;
}

/**
 * Returns the 32-bit MurmurHash 2 with the seed of Kafka's clients; signed, as in Java's
 * `Utils.murmur2`.
 */
export function murmur2(data: Buffer): number {
  const words = data.length >> 2;
  let hash = SEED ^ data.length;
  for (let word = 0; word < words; word++) hash = mixIn(hash, data.readInt32LE(word << 2));
  hash = mixTail(hash, data, words << 2);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, MIX);
  return hash ^ (hash >>> 15);
}

function mixIn(hash: number, word: number): number {
  let mixed = Math.imul(word, MIX);
  mixed ^= mixed >>> 24;
  return Math.imul(hash, MIX) ^ Math.imul(mixed, MIX);
}

/** Mixes in the last one to three bytes, which fill no word. */
function mixTail(hash: number, data: Buffer, from: number): number {
  const left = data.length - from;
  if (left === 0) return hash;
  return Math.imul(hash ^ data.readUIntLE(from, left), MIX);
}
