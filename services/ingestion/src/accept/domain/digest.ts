// Digests of events, which distinguish a repeated event from another one with the same id.
import { hash as hashOf } from 'node:crypto';
import type { SegmentEvent } from './segment-event';

/**
 * Fields of content. The rest (sentAt, writeKey, integrations, …) is about transport and differs
 * between attempts.
 */
const CONTENT = [
  ...(['type', 'userId', 'anonymousId', 'previousId', 'groupId', 'event', 'name', 'category'] as const),
  ...(['properties', 'traits', 'timestamp', 'originalTimestamp'] as const),
];

const DIGEST_LENGTH = 22;

export function digestOf(event: SegmentEvent): string {
  const said: unknown[] = CONTENT.map((field) => event[field] ?? null);
  said.push(event.context?.externalIds ?? null);
  const { traits } = (event.context ?? {}) as { traits?: unknown };
  if (event.type === 'identify' && traits !== undefined && traits !== null) said.push(traits);
  return hash(JSON.stringify(said));
}

export function hash(text: string | Buffer): string {
  return hashOf('sha256', text, 'base64url').slice(0, DIGEST_LENGTH);
}
