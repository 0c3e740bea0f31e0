import fc from 'fast-check';
import { type Void, type Voids, isVoid, isVoided, joinVoids, standing, voidKeyOf } from './voids';

const period = fc.record({
  source: fc.constantFrom('web', 'app'),
  from: fc.integer({ min: 0, max: 4 }),
  until: fc.integer({ min: 5, max: 9 }),
});
const voids: fc.Arbitrary<Voids> = fc
  .array(period, { maxLength: 5 })
  .map((all) => Object.fromEntries(all.map((one): [string, Void] => [voidKeyOf(one), { ...one, withdrawn: {} }])));
const MOST = 3;

describe('voids', () => {
  it('end equal in any order and with any duplicates, bounded or not', () => {
    const join = (a: Voids, b: Voids) => joinVoids(a, b, MOST);
    fc.assert(
      fc.property(voids, voids, voids, (a, b, c) => {
        expect(join(a, b)).toEqual(join(b, a));
        expect(join(join(a, b), c)).toEqual(join(a, join(b, c)));
        expect(join(join(a, b), b)).toEqual(join(a, b));
      }),
    );
  });

  it('hold for their source, from their first instant up to, not including, their last', () => {
    const one = { source: 'web', from: 10, until: 20, withdrawn: {} };
    const held = { [voidKeyOf(one)]: one };

    expect([9, 10, 19, 20].map((at) => isVoided(held, 'web', at))).toEqual([false, true, true, false]);
    expect(isVoided(held, 'app', 10)).toBe(false);
  });

  it('bring back the latest withdrawal outside the period', () => {
    const earlier = { value: 5, at: 5, by: 'm' };
    const one = { source: 'web', from: 10, until: 20, withdrawn: { k: earlier } };
    const claims = { web: { withdrawn: { k: { value: 12, at: 12, by: 'n' } } } };

    expect(standing({ claims, voids: { [voidKeyOf(one)]: one } }, 'web', 'k')).toEqual(earlier);
    expect(standing({ claims }, 'web', 'k')).toMatchObject({ value: 12 });
  });

  it('are written by Segue alone', () => {
    const own = { type: 'track' as const, event: 'Withdrawals Voided', source: 'segue' };

    expect(isVoid(own)).toBe(true);
    expect(isVoid({ ...own, trust: 'server' })).toBe(false);
  });
});
