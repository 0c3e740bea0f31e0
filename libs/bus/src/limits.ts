// Sizes that both drivers keep to, so that what one takes the other takes too.

/**
 * Largest value of one message, bytes. A dead letter carries its message in base64, so topics allow
 * twice as much.
 */
export const MAX_VALUE_BYTES = 8 * 1024 * 1024;
export const MAX_RECORD_BYTES = 2 * MAX_VALUE_BYTES;
/** What travels in one load to the log unless a single message is larger. */
export const MAX_LOAD_BYTES = 900_000;

export const DEFAULT_STALL_MS = 120_000;
/** Handlers of one subscription under way at the same time, each with another partition. */
export const DEFAULT_CONCURRENCY = 2;

export class MessageTooLarge extends Error {
  constructor(topic: string, bytes: number) {
    super(`a message of ${bytes} bytes for ${topic} is over the limit of ${MAX_RECORD_BYTES}`);
  }
}

export class UnknownTopic extends Error {
  constructor(topic: string) {
    super(`topic ${topic} does not exist: ensureTopics creates it`);
  }
}

export function assertFits(topic: string, value: Buffer): void {
  if (value.length > MAX_RECORD_BYTES) throw new MessageTooLarge(topic, value.length);
}
