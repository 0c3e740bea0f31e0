import { Invalid } from '@segue/contracts';
import { consentKeysOf, consentState, consentWins, heldConsents } from './consents';
import { EMPTY_PART, type Part } from './part-state';

const event = (properties: Record<string, unknown>, name = 'Consent Granted') =>
  ({ type: 'track', event: name, properties }) as const;
const write = (value: boolean, at: number) => ({ value, at, by: `t${at}` });
const KEY = 'email/marketing';

describe('what a consent event is about', () => {
  it.each([
    [{ channel: 'email' }, [KEY]],
    [{ channel: 'email', purpose: '' }, [KEY]],
    [{ channel: 'email', purpose: null }, [KEY]],
  ])('is marketing where %j names no purpose', (properties, keys) => {
    expect(consentKeysOf(event(properties))).toEqual(keys);
  });

  it('is every channel of every purpose for `all`, each once', () => {
    const all = consentKeysOf(event({ channel: 'all', purpose: 'all' }));
    const marketing = consentKeysOf(event({ channel: 'all' }));

    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual(expect.arrayContaining(marketing));
    expect(all.length).toBeGreaterThan(marketing.length);
  });

  it('is nothing for other events', () => {
    expect(consentKeysOf(event({ channel: 'email' }, 'Product Viewed'))).toEqual([]);
    expect(consentKeysOf({ ...event({ channel: 'email' }), type: 'page' })).toEqual([]);
  });

  it.each([
    ['channel', { channel: 'pigeon' }],
    ['purpose', { channel: 'email', purpose: 'gossip' }],
  ])('is refused with the path of an unknown %s', (field, properties) => {
    expect(() => consentKeysOf(event(properties))).toThrow(Invalid);
    expect(() => consentKeysOf(event(properties))).toThrow(expect.objectContaining({ path: `properties.${field}` }));
  });
});

describe('the order of consents', () => {
  it('is by time, and at one instant the withdrawal wins', () => {
    expect(consentWins(write(true, 2), write(false, 1))).toBe(true);
    expect(consentWins(write(true, 1), write(false, 1))).toBe(false);
    expect(consentWins(write(false, 1), write(true, 1))).toBe(true);
  });

  it('has exactly one winner of two different statements', () => {
    const statements = [true, false].flatMap((value) =>
      [1, 2].flatMap((at) => ['a', 'b'].map((by) => ({ value, at, by }))),
    );
    for (const a of statements)
      for (const b of statements) if (a !== b) expect(consentWins(a, b)).toBe(!consentWins(b, a));
  });
});

describe('consents that hold', () => {
  const claiming = (claims: object, given: Partial<Part> = {}) => ({ ...EMPTY_PART, claims, ...given }) as Part;
  const withdrawn = (at: number) => ({ withdrawn: { [KEY]: write(false, at) } });

  it('name the public source of a withdrawal, at one instant the smaller one', () => {
    const held = heldConsents(claiming({ src_b: withdrawn(5), src_a: withdrawn(5) }));

    expect(held).toEqual({ [KEY]: { granted: false, at: 5, source: 'src_a' } });
  });

  it('name no source where a server source withdrew at the same instant', () => {
    const part = claiming({ src_a: withdrawn(5) }, { consents: { [KEY]: write(false, 5) } });

    expect(heldConsents(part)).toEqual({ [KEY]: { granted: false, at: 5, source: null } });
  });

  it('are a withdrawal of any source until a later grant that counts', () => {
    const granted = (at: number) => ({ consents: { [KEY]: write(true, at) } });

    expect(consentState(claiming({ src_a: withdrawn(5) }, granted(5)))[KEY]).toEqual({ granted: false, at: 5 });
    expect(consentState(claiming({ src_a: withdrawn(5) }, granted(6)))[KEY]).toEqual({ granted: true, at: 6 });
  });

  it('take a public grant of a visitor, and not that of a known person', () => {
    const claims = { src_a: { granted: { [KEY]: write(true, 5) } } };

    expect(consentState(claiming(claims))).toEqual({ [KEY]: { granted: true, at: 5 } });
    expect(consentState(claiming(claims, { known: true }))).toEqual({});
  });
});
