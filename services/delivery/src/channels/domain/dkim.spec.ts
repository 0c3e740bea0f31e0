import { generateKeyPairSync } from 'node:crypto';
import { keyFault } from './dkim';

const pkcs8 = { type: 'pkcs8', format: 'pem' } as const;
const rsa = (modulusLength: number) =>
  generateKeyPairSync('rsa', { modulusLength }).privateKey.export(pkcs8).toString();

describe('a DKIM key', () => {
  it('is an RSA key of at least 1,024 bits', () => {
    expect(keyFault(rsa(1_024))).toBeNull();
    expect(keyFault(rsa(512))).toBe('must have at least 1024 bits, not 512');
  });

  it('is no key of another kind, and no other text', () => {
    const ed25519 = generateKeyPairSync('ed25519').privateKey.export(pkcs8).toString();
    expect(keyFault(ed25519)).toBe('must be an RSA key, not ed25519');
    expect(keyFault('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----')).toMatch(/^must be the PEM/);
  });
});
