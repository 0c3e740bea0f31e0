import { createHmac } from 'node:crypto';
import { isSigned } from './signature';

const sign = (userId: string, key: string) => createHmac('sha256', key).update(userId).digest('hex');

describe('a signed user id', () => {
  it('is believed with any of the keys that are valid now, in either case of hex', () => {
    expect(isSigned('u42', sign('u42', 'new'), ['old', 'new'])).toBe(true);
    expect(isSigned('u42', sign('u42', 'old').toUpperCase(), ['old', 'new'])).toBe(true);
  });

  it.each([
    ['of another user', sign('u43', 'key')],
    ['with another key', sign('u42', 'other')],
    ['cut short', sign('u42', 'key').slice(0, 32)],
    ['that is empty', ''],
  ])('is not believed with a signature %s', (_, signature) => expect(isSigned('u42', signature, ['key'])).toBe(false));

  it('is not believed while the source has no key', () => expect(isSigned('u42', sign('u42', ''), [])).toBe(false));
});
