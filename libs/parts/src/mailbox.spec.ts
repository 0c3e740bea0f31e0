import fc from 'fast-check';
import { type Speaker, isWithdrawnAt } from './mailbox';

const KEY = 'email/marketing';
const said = (granted: boolean, at: number, lifts = granted): Speaker => ({
  consents: { [KEY]: { granted, at } },
  lifts: lifts ? [KEY] : [],
});

describe('a withdrawal for an address', () => {
  it('ends with a later grant that lifts, and with no other', () => {
    expect(isWithdrawnAt([said(false, 1), said(true, 2)], KEY)).toBe(false);
    expect(isWithdrawnAt([said(false, 1), said(true, 2, false)], KEY)).toBe(true);
    expect(isWithdrawnAt([said(false, 2), said(true, 2)], KEY)).toBe(true);
  });

  it('needs a statement', () => {
    expect(isWithdrawnAt([], KEY)).toBe(false);
    expect(isWithdrawnAt([{ consents: {}, lifts: [] }], 'constructor')).toBe(false);
  });

  it('does not depend on the order or the repetition of statements', () => {
    const speakers = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 3 }), fc.boolean()), { maxLength: 6 });
    fc.assert(
      fc.property(
        speakers.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length })),
        ),
        ([all, shuffled]) => {
          const of = (some: typeof all) => some.map(([granted, at, lifts]) => said(granted, at, granted && lifts));
          expect(isWithdrawnAt(of(shuffled), KEY)).toBe(isWithdrawnAt(of(all), KEY));
        },
      ),
    );
  });
});
