import fc from 'fast-check';
import { type FoldedNumbers, MAX_BEYOND, foldedIn, hasFolded, withNumber } from './folded-numbers';

const NONE: FoldedNumbers = { reached: 0, beyond: [] };

/** Adds each number that is not folded yet, as a fold does. */
const folded = (numbers: readonly number[]) =>
  numbers.reduce<FoldedNumbers>(
    (known, number) => (hasFolded(known, number) ? known : { ...known, ...withNumber(known, number) }),
    NONE,
  );

const numbers = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 });

describe('folded numbers', () => {
  it('are the set of the numbers that came, in any order and any number of times', () => {
    fc.assert(
      fc.property(numbers, (came) => {
        const known = folded(came);
        const set = new Set(came);

        expect(foldedIn(known)).toBe(set.size);
        for (let number = 1; number <= 41; number++) expect(hasFolded(known, number)).toBe(set.has(number));
        expect(folded([...came].reverse())).toEqual(known);
      }),
    );
  });

  it('are one number once there is no gap', () => {
    expect(folded([3, 1, 5, 4, 2])).toEqual({ reached: 5, beyond: [] });
  });

  it('are runs beyond a gap, a single number by itself', () => {
    expect(folded([1, 3, 5, 6, 7, 9])).toEqual({ reached: 1, beyond: [3, [5, 7], 9] });
  });

  it('give up the first gap beyond the maximum of runs, and count what was skipped', () => {
    const odd = Array.from({ length: MAX_BEYOND + 1 }, (_, place) => 3 + 2 * place);
    const known = folded(odd);

    expect(known.beyond).toHaveLength(MAX_BEYOND);
    expect(known).toMatchObject({ reached: 3, skipped: 2 });
    expect(foldedIn(known)).toBe(odd.length);
    expect(hasFolded(known, 1)).toBe(true);
    expect(hasFolded(known, 4)).toBe(false);
  });
});
