import { EMPTY_PART, type Part } from './part-state';
import { MAX_TRAITS_BYTES, heldTraits } from './traits';
import { brand } from '../testing/lives';

const write = (value: unknown, at: number) => ({ value, at, by: `t${at}` });
const partOf = (given: Partial<Part>): Part => ({ ...EMPTY_PART, ...given });
const claiming = (traits: NonNullable<Part['claims']>[string]['traits'], given: Partial<Part> = {}) =>
  partOf({ claims: { src_web: { traits } }, ...given } as Partial<Part>);
const text = (bytes: number) => 'x'.repeat(bytes);

describe('traits that hold', () => {
  it('leave out those that were taken back', () => {
    expect(heldTraits(partOf({ traits: { city: write(null, 2), name: write('Ana', 1) } }), brand)).toEqual({
      name: 'Ana',
    });
  });

  it('take the later value, a claim or a trusted one', () => {
    const traits = { city: write('Wien', 5), size: write('M', 5) };
    const part = claiming({ city: write('Graz', 4), size: write('L', 6) }, { traits });

    expect(heldTraits(part, brand)).toEqual({ city: 'Wien', size: 'L' });
  });

  it('keep the trusted value of a protected trait of a known person against a later claim', () => {
    const part = claiming({ email: write('b@x.test', 9) }, { traits: { email: write('a@x.test', 1) }, known: true });

    expect(heldTraits(part, brand)).toEqual({ email: 'a@x.test' });
    expect(heldTraits({ ...part, known: false }, brand)).toEqual({ email: 'b@x.test' });
  });

  it('take the later of two claims, whatever the order of their sources', () => {
    const sources = { a: { traits: { size: write('M', 1) } }, b: { traits: { size: write('L', 2) } } };
    const held = (claims: object) => heldTraits(partOf({ claims } as Partial<Part>), brand);

    expect(held(sources)).toEqual({ size: 'L' });
    expect(held({ b: sources.b, a: sources.a })).toEqual({ size: 'L' });
  });

  it('are the latest where not all fit, and never more bytes than a head has for them', () => {
    const third = MAX_TRAITS_BYTES / 3;
    const traits = { old: write(text(third), 1), new: write(text(third), 3), middle: write(text(third), 2) };
    const held = heldTraits(partOf({ traits }), brand);

    expect(Object.keys(held)).toEqual(['new', 'middle']);
    expect(Buffer.byteLength(JSON.stringify(held))).toBeLessThanOrEqual(MAX_TRAITS_BYTES);
  });

  it('fill the bytes, with a comma for each trait, to the last one', () => {
    const spare = MAX_TRAITS_BYTES - 1 - Buffer.byteLength(JSON.stringify({ a: '' }));

    expect(Object.keys(heldTraits(partOf({ traits: { a: write(text(spare), 1) } }), brand))).toEqual(['a']);
    expect(heldTraits(partOf({ traits: { a: write(text(spare + 1), 1) } }), brand)).toEqual({});
  });

  it('count bytes, not characters', () => {
    const traits = { a: write('宇'.repeat(MAX_TRAITS_BYTES / 3), 1), b: write('b', 2) };

    expect(heldTraits(partOf({ traits }), brand)).toEqual({ b: 'b' });
  });

  it('drop a claim that does not fit before a trusted value, however late it is', () => {
    const traits = { trusted: write(text(MAX_TRAITS_BYTES - 100), 1) };
    const held = heldTraits(claiming({ claimed: write(text(200), 9), small: write('s', 8) }, { traits }), brand);

    expect(Object.keys(held)).toEqual(['trusted', 'small']);
  });
});
