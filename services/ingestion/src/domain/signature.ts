// A user id that the shop's own server vouches for: hex of HMAC-SHA256(user id, signing key of the
// source), which the shop puts into its page or app beside the user id. Pure.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Hex, 64 characters. */
export const signatureOf = (userId: string, key: string): string =>
  createHmac('sha256', key).update(userId).digest('hex');

/** Whether one of the keys signed this user id; two are valid while they are rotated. */
export function isSigned(userId: string, signature: string, keys: readonly string[]): boolean {
  const given = Buffer.from(signature.toLowerCase());
  return keys.some((key) => {
    const expected = Buffer.from(signatureOf(userId, key));
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
}
