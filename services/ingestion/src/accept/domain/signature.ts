// Signed user ids: the hex HMAC-SHA256 of the user id with a signing key of the source, which the
// shop's server puts into its page or app beside the user id. Pure.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Returns the signature in hex, 64 characters. */
export const signatureOf = (userId: string, key: string): string =>
  createHmac('sha256', key).update(userId).digest('hex');

/** Returns whether one of the keys signed this user id; two are valid during a rotation. */
export function isSigned(userId: string, signature: string, keys: readonly string[]): boolean {
  const given = Buffer.from(signature.toLowerCase());
  return keys.some((key) => {
    const expected = Buffer.from(signatureOf(userId, key));
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
}
