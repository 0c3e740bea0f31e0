// The header by which a sender marks a request that it sends again.
import { Problem } from '@segue/service';
import type { FastifyRequest } from 'fastify';
import { MAX_IDEMPOTENCY_KEY_LENGTH } from '../accept/limits';

export const IDEMPOTENCY_KEY = 'idempotency-key';

/**
 * Returns the request's idempotency key; null if it has none.
 * @throws {Problem} 400 for a key that is empty or too long.
 */
export function idempotencyKeyOf({ headers }: FastifyRequest): string | null {
  const key = headers[IDEMPOTENCY_KEY];
  if (key === undefined) return null;
  const text = String(key).trim();
  if (text !== '' && text.length <= MAX_IDEMPOTENCY_KEY_LENGTH) return text;
  const message = `must have 1 to ${MAX_IDEMPOTENCY_KEY_LENGTH} characters`;
  throw Problem.badRequest('idempotency_key', undefined, [{ path: IDEMPOTENCY_KEY, code: 'length', message }]);
}
