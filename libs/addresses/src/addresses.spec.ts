import fc from 'fast-check';
import { getCountries, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { addressValue, addressesOf, emailOf, phoneOf } from '.';

describe('emailOf', () => {
  it.each([
    ["o'brien@example.test", "o'brien@example.test"],
    ["D'Angelo@Example.test", "d'angelo@example.test"],
    ['"john doe"@example.test', '"john doe"@example.test'],
    ['"a@b"@example.test', '"a@b"@example.test'],
    ['"john"@example.test', 'john@example.test'],
    ['jürgen@example.test', 'jürgen@example.test'],
    ['ju\u0308rgen@example.test', 'jürgen@example.test'],
    ['info@Müller.test', 'info@xn--mller-kva.test'],
    ['info@xn--mller-kva.test', 'info@xn--mller-kva.test'],
    ['\u3000ann@example.test\u00a0', 'ann@example.test'],
    ['\u200bann@example.test\ufeff', 'ann@example.test'],
    ['mailto:m@x.test', 'm@x.test'],
    ['a+b@x.test.', 'a+b@x.test'],
    ['root@localhost', 'root@localhost'],
  ])('%j is %j', (text, normal) => {
    expect(emailOf(text)).toBe(normal);
  });

  it.each([
    'a@x.test,b@x.test',
    'a@x.test;b@x.test',
    'Ann <ann@x.test>',
    '<ann@x.test>',
    'ann@x.test\r\nBcc: b@x.test',
    '"a\r\nb"@x.test',
    'mailto:m@x.test?subject=x',
    'ann(comment)@x.test',
    'ann@@x.test',
    'ann..b@x.test',
    '.ann@x.test',
    'ann@',
    '@x.test',
    'ann@-x.test',
    'ann@x..test',
    'ann at x.test',
    '',
    `${'a'.repeat(65)}@x.test`,
    `a@${'b'.repeat(260)}.test`,
  ])('%j is none', (text) => {
    expect(emailOf(text)).toBeNull();
  });

  it('is its own normal form', () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: 'binary' })), (text) => {
        const normal = emailOf(text);
        expect(normal === null ? null : emailOf(normal)).toBe(normal);
      }),
    );
  });
});

describe('phoneOf', () => {
  it.each([
    '138 1234 5678',
    '+86 138 1234 5678',
    '013812345678',
    '8613812345678',
    '１３８１２３４５６７８',
    '0086-138-1234-5678',
  ])('reads %s in China', (text) => {
    expect(phoneOf(text, 'CN')).toBe('+8613812345678');
    expect(addressValue('phone', text, 'CN')).toBe('+8613812345678');
  });

  it.each(['12345', 'none', '', '+1 555'])('reads no number in %j', (text) => {
    expect(phoneOf(text, 'CN')).toBeNull();
  });

  it("reads a lost plus before the country's own code, and numbers of the country as they are dialled", () => {
    expect(phoneOf('491712345679', 'DE')).toBe('+491712345679');
    expect(phoneOf('49 171 2345679', 'DE')).toBe('+491712345679');
    expect(phoneOf('9123456789', 'IN')).toBe('+919123456789');
    expect(phoneOf('7011234567', 'KZ')).toBe('+77011234567');
    for (const country of getCountries()) {
      const number = getExampleNumber(country, examples)!;
      for (const text of [number.number, number.formatNational(), number.nationalNumber, number.number.slice(1)]) {
        expect([country, text, phoneOf(text, country)]).toEqual([country, text, number.number]);
      }
    }
  });

  it('without a country reads only international numbers', () => {
    expect(phoneOf('138 1234 5678', undefined)).toBeNull();
    expect(phoneOf('+86 138 1234 5678', undefined)).toBe('+8613812345678');
    expect(addressValue('phone', '138 1234-5678', undefined)).toBe('13812345678');
  });
});

describe('addressesOf', () => {
  it('names one mailbox once, whether it is a trait or an identity', () => {
    const traits = { email: ' Ann@Example.test', phone: 13812345678, name: 'Ann' };
    const identities = ['userId:u1', 'email:ann@example.test', 'email:b@x.test'];

    expect(addressesOf(traits, identities, 'CN')).toEqual([
      'email:ann@example.test',
      'email:b@x.test',
      'phone:+8613812345678',
    ]);
  });
});
