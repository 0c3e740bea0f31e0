import fc from 'fast-check';
import { type IdentityConsents, isWithdrawnAt } from './mailbox';

const KEY = 'email/marketing';
const consents = (granted: boolean, at: number, lifts = granted): IdentityConsents => ({
  consents: { [KEY]: { granted, at } },
  lifts: lifts ? [KEY] : [],
});

describe('a withdrawal for an address', () => {
  it('ends with a later grant that lifts, and with no other', () => {
    expect(isWithdrawnAt([consents(false, 1), consents(true, 2)], KEY)).toBe(false);
    expect(isWithdrawnAt([consents(false, 1), consents(true, 2, false)], KEY)).toBe(true);
    expect(isWithdrawnAt([consents(false, 2), consents(true, 2)], KEY)).toBe(true);
  });

  it('needs a statement', () => {
    expect(isWithdrawnAt([], KEY)).toBe(false);
    expect(isWithdrawnAt([{ consents: {}, lifts: [] }], 'constructor')).toBe(false);
  });

  it('does not depend on the order or the repetition of statements', () => {
    const lists = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 3 }), fc.boolean()), { maxLength: 6 });
    fc.assert(
      fc.property(
        lists.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length })),
        ),
        ([all, shuffled]) => {
          const of = (some: typeof all) => some.map(([granted, at, lifts]) => consents(granted, at, granted && lifts));
          expect(isWithdrawnAt(of(shuffled), KEY)).toBe(isWithdrawnAt(of(all), KEY));
        },
      ),
    );
  });
});
