import { SignJWT, UnsecuredJWT } from 'jose';
import { issueToken, sameSecret, signingKey, verifyToken } from './tokens';

const key = signingKey('the-admin-token');
const lin = { subject: 'lin', role: 'associate' } as const;

const signed = () => new SignJWT({ role: 'admin' }).setProtectedHeader({ alg: 'HS256' }).setIssuer('segue');

describe('tokens', () => {
  it('say who it is to every service that knows the admin token', async () => {
    expect(await verifyToken(signingKey('the-admin-token'), await issueToken(key, lin, 60))).toEqual(lin);
  });

  it.each([
    ['of another deployment', async () => issueToken(signingKey('another'), lin, 60)],
    ['that is over', async () => issueToken(key, lin, -1)],
    ['of an unknown role', async () => issueToken(key, { ...lin, role: 'king' as never }, 60)],
    [
      'without a signature',
      async () => new UnsecuredJWT({ role: 'admin' }).setIssuer('segue').setSubject('x').encode(),
    ],
    ['without an end', async () => signed().setIssuedAt().setSubject('lin').sign(key)],
    ['without a beginning', async () => signed().setExpirationTime('1 hour').setSubject('lin').sign(key)],
    ['without a subject', async () => signed().setIssuedAt().setExpirationTime('1 hour').sign(key)],
    ['that lives for days', async () => issueToken(key, lin, 25 * 3600)],
    ['that is none', async () => 'abc'],
  ])('refuse one %s', async (_, make) => {
    expect(await verifyToken(key, await make())).toBeNull();
  });

  it('compare secrets of any length', () => {
    expect(sameSecret('a', 'a')).toBe(true);
    expect(sameSecret('a', 'ab')).toBe(false);
  });
});
