import { isForbidden, isPrivate } from './private-addresses';

describe('private addresses', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '::1',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '0.0.0.0',
  ])('%s is private', (address) => expect(isPrivate(address)).toBe(true));
  it.each(['93.184.216.34', '172.32.0.1', '2606:2800:220:1::1', '::ffff:93.184.216.34'])('%s is not', (address) =>
    expect(isPrivate(address)).toBe(false),
  );
  it.each(['http://0x7f.1/', 'http://2130706433/', 'http://[::1]:80/', 'http://127.1/'])(
    '%s is recognised however it is written',
    (url) => expect(isForbidden(url, { allowPrivate: false })).toBe(true),
  );
  it('lets networks of one’s own be allowed', () => {
    expect(isForbidden('http://127.0.0.1/', { allowPrivate: true })).toBe(false);
  });
});
