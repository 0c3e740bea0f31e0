import { Sealing, Unsealable } from './sealing';

const KEY = 'a secret of thirty-two characters';
const OLDER = 'another one, thirty-two characters';
const PLACE = 'channel/email';

describe('a sealed secret', () => {
  const sealed = new Sealing(KEY).seal('geheim-Ω', PLACE);

  it('opens with its key and shows nothing without it', () => {
    expect(new Sealing(KEY).open(sealed, PLACE)).toBe('geheim-Ω');
    expect(sealed).toMatch(/^v1\.[\w-]+$/);
    expect(Buffer.from(sealed.slice(3), 'base64url').toString('latin1')).not.toContain('geheim');
  });

  it('differs each time, so that equal secrets cannot be recognised', () => {
    expect(new Sealing(KEY).seal('geheim-Ω', PLACE)).not.toBe(sealed);
  });

  it.each([
    ['with another key', () => new Sealing(OLDER).open(sealed, PLACE)],
    ['at another place', () => new Sealing(KEY).open(sealed, 'channel/tills')],
    ['with a changed byte', () => new Sealing(KEY).open(changed(sealed), PLACE)],
    ['cut short', () => new Sealing(KEY).open(sealed.slice(0, 20), PLACE)],
    ['of an unknown version', () => new Sealing(KEY).open(sealed.replace('v1', 'v2'), PLACE)],
    ['that is plain text', () => new Sealing(KEY).open('geheim', PLACE)],
  ])('does not open %s', (_, open) => expect(open).toThrow(Unsealable));

  it('is opened by an older key, and should then be sealed again', () => {
    const rotated = new Sealing(OLDER, KEY);
    expect(rotated.open(sealed, PLACE)).toBe('geheim-Ω');
    expect(rotated.isCurrent(sealed, PLACE)).toBe(false);
    expect(new Sealing(KEY).isCurrent(sealed, PLACE)).toBe(true);
  });
});

/** Returns the text with one character in the middle of the ciphertext changed. */
function changed(sealed: string): string {
  const middle = sealed.length - 8;
  return sealed.slice(0, middle) + (sealed[middle] === 'A' ? 'B' : 'A') + sealed.slice(middle + 1);
}
