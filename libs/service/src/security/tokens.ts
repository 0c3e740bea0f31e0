// Short-lived signed tokens (JWT, HS256), which every service checks offline. The signing key is
// derived from the admin's token, so there is one secret.
import { createHash, hkdfSync, timingSafeEqual } from 'node:crypto';
import { SignJWT, jwtVerify } from 'jose';
import { ROLES, type Role } from './permissions';

/** The caller of a route. */
export interface Principal {
  /** Name in the audit log; `admin` for the admin's token itself. */
  subject: string;
  role: Role;
}

const ISSUER = 'segue';

export function signingKey(adminToken: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', adminToken, ISSUER, 'access tokens, version 1', 32));
}

export function issueToken(key: Uint8Array, principal: Principal, ttlSeconds: number): Promise<string> {
  return new SignJWT({ role: principal.role })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(ISSUER)
    .setSubject(principal.subject)
    .setIssuedAt()
    .setExpirationTime(`${ttlSeconds} seconds`)
    .sign(key);
}

/** Maximum lifetime; tokens that live longer are refused, even with a valid signature. */
const LONGEST_LIFE_S = 24 * 3600;

/**
 * Returns the principal; null for a token that is forged, expired, without an expiry, with one too
 * far ahead, or of an unknown role.
 */
export async function verifyToken(key: Uint8Array, token: string): Promise<Principal | null> {
  try {
    const { payload } = await jwtVerify(token, key, {
      issuer: ISSUER,
      algorithms: ['HS256'],
      requiredClaims: ['exp', 'iat', 'sub'],
    });
    const { sub, role, iat = -Infinity, exp = Infinity } = payload;
    if (exp - iat > LONGEST_LIFE_S) return null;
    if (sub === undefined || !ROLES.includes(role as Role)) return null;
    return { subject: sub, role: role as Role };
  } catch {
    return null;
  }
}

/** Returns whether two secrets are equal. Takes the same time wherever they differ. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
