// Secrets at rest, sealed with AES-256-GCM: a copy of the database holds none in clear text.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const VERSION = 'v1';
const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
/** The size that NIST SP 800-38D recommends for random initialisation vectors. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Thrown for a text that no key opens: it was sealed with another key or for another place, or is
 * damaged.
 */
export class Unsealable extends Error {
  constructor() {
    super('sealed with another key');
  }
}

export class Sealing {
  private readonly keys: readonly Buffer[];

  /** The first secret seals; all of them open. At least 32 characters each. */
  constructor(...secrets: readonly [string, ...string[]]) {
    this.keys = secrets.map(keyFrom);
  }

  /**
   * Returns `v1.` and base64url of the random vector, the tag and the ciphertext.
   * @param place identifies what the secret belongs to, such as a channel's id. It is
   * authenticated, not stored: a sealed text copied to another place cannot be opened there.
   */
  seal(text: string, place: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.keys[0] as Buffer, iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(place));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `${VERSION}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
  }

  /**
   * Returns the text.
   * @throws {Unsealable}
   */
  open(sealed: string, place: string): string {
    for (const key of this.keys) {
      const text = opened(sealed, place, key);
      if (text !== null) return text;
    }
    throw new Unsealable();
  }

  /**
   * Returns whether the present key opens the text; if only an older one does, it should be sealed
   * again.
   */
  isCurrent(sealed: string, place: string): boolean {
    return opened(sealed, place, this.keys[0] as Buffer) !== null;
  }
}

const keyFrom = (secret: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, 'segue', 'sealed secrets, version 1', KEY_BYTES));

/** Returns the plain text; null if this key does not open it. */
function opened(sealed: string, place: string, key: Buffer): string | null {
  const [version, payload, ...rest] = sealed.split('.');
  const bytes = Buffer.from(payload ?? '', 'base64url');
  if (version !== VERSION || rest.length > 0 || bytes.length < IV_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return null;
  }
}
