// The key by which e-mails are signed (DKIM, RFC 6376). Pure.
import { createPrivateKey } from 'node:crypto';

/** RFC 8301: signatures by shorter keys are not valid. */
const LEAST_BITS = 1_024;

/**
 * Returns why a text is no key that can sign; null for one that can. Only RSA keys: the mail
 * library signs with no others, and would send without a signature.
 */
export function keyFault(pem: string): string | null {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pem);
    if (asymmetricKeyType !== 'rsa') return `must be an RSA key, not ${asymmetricKeyType ?? 'another'}`;
    const { modulusLength = 0 } = asymmetricKeyDetails ?? {};
    return modulusLength < LEAST_BITS ? `must have at least ${LEAST_BITS} bits, not ${modulusLength}` : null;
  } catch {
    return 'must be the PEM of a private key without a passphrase';
  }
}
