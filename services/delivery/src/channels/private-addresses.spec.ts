import { TargetGuard, isPrivate } from './private-addresses';

const guard = (allowed: string[] = [], allowPrivate = false) => new TargetGuard({ allowPrivate, allowed });
const hostOf = (url: string) => new URL(url).hostname;
const lookedUp = (host: string, targets: TargetGuard) =>
  new Promise<string>((found) =>
    targets.lookup(host, { family: 4 }, (error, address) => found(error ? String(error.code) : String(address))),
  );

describe('private addresses', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '192.0.2.1',
    '203.0.113.9',
    '0.0.0.0',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fd00::1',
    'fec0::1',
    'ff02::1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::10.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::a00:1',
    '100::1',
    '2001::7f00:1',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    '2001:2::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2002:a00:1::1',
    '3fff::1',
    '5f00::1',
    'no address',
  ])('%s is private', (address) => expect(isPrivate(address)).toBe(true));

  it.each(['93.184.216.34', '172.32.0.1', '2606:2800:220:1::1', '2a00:1450::1', '::ffff:93.184.216.34'])(
    '%s is not',
    (address) => expect(isPrivate(address)).toBe(false),
  );
});

describe('a target', () => {
  it.each(['http://0x7f.1/', 'http://2130706433/', 'http://[::1]:80/', 'http://127.1/', 'http://[::ffff:127.0.0.1]/'])(
    'is recognised as private however it is written: %s',
    (url) => expect(guard().forbids(hostOf(url))).toBe(true),
  );

  it('is forbidden by the address that its name leads to', async () => {
    expect(guard().forbids('localhost')).toBe(false);
    expect(await lookedUp('localhost', guard())).toBe('EPRIVATE');
  });

  it('is allowed by name, by address, by network, or with all private ones', async () => {
    expect(await lookedUp('localhost', guard(['LOCALHOST']))).toBe('127.0.0.1');
    expect(await lookedUp('localhost', guard(['127.0.0.0/8']))).toBe('127.0.0.1');
    expect(guard(['10.0.0.7']).forbids('10.0.0.7')).toBe(false);
    expect(guard(['10.0.0.7']).forbids('10.0.0.8')).toBe(true);
    expect(guard(['fd00::/8']).forbids('[fd00::1]')).toBe(false);
    expect(guard([], true).forbids('127.0.0.1')).toBe(false);
  });
});
