import fc from 'fast-check';
import { MAX_CLAIMED_TRAITS } from './bounds';
import { type Claims, claim, joinClaims } from './claims';

const traitsOf = (count: number, at: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`t${at}-${n}`, { value: n, at, by: `${n}` }]));
const statements = fc.array(
  fc
    .record({
      source: fc.constantFrom('web', 'app'),
      at: fc.integer({ min: 0, max: 5 }),
      count: fc.integer({ min: 1, max: MAX_CLAIMED_TRAITS }),
      consent: fc.boolean(),
    })
    .map(({ source, at, count, consent }) => ({
      source,
      said: { traits: traitsOf(count, at), ...(consent && { withdrawn: { k: { value: at, at, by: 'm' } } }) },
    })),
  { maxLength: 6 },
);
const folded = (all: { source: string; said: Claims[string] }[]): Claims =>
  all.reduce<Claims>((claims, { source, said }) => claim(claims, source, said) ?? claims, {});

describe('claims', () => {
  it('end equal in any order, with any duplicates, and in any split', () => {
    fc.assert(
      fc.property(
        statements.chain((all) =>
          fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length }),
            fc.nat({ max: all.length }),
          ),
        ),
        ([all, shuffled, cut]) => {
          expect(folded(shuffled)).toEqual(folded(all));
          expect(joinClaims(folded(all.slice(cut)), folded(all.slice(0, cut)))).toEqual(folded(all));
        },
      ),
    );
  });

  it('report the dropped traits of a source, and keep the latest', () => {
    const dropped: number[] = [];
    const first = claim(undefined, 'web', { traits: traitsOf(MAX_CLAIMED_TRAITS, 1) });
    const next = claim(first, 'web', { traits: traitsOf(2, 2) }, (_, count) => dropped.push(count));

    expect(dropped).toEqual([2]);
    expect(Object.keys(next?.web?.traits ?? {})).toHaveLength(MAX_CLAIMED_TRAITS);
    expect(next?.web?.traits).toHaveProperty('t2-1');
  });

  it('stay the same object where nothing later is stated', () => {
    const claims = claim(undefined, 'web', { traits: traitsOf(3, 2) });

    expect(claim(claims, 'web', { traits: traitsOf(3, 2) })).toBe(claims);
    expect(joinClaims(claims as Claims, claims as Claims)).toBe(claims);
  });
});
