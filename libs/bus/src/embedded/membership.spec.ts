import fc from 'fast-check';
import { shareOf } from './membership';

describe('the share of a member', () => {
  it('is dealt so that every partition has exactly one member and no member has two more than another', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 1, max: 24 }),
        (members, partitions) => {
          const shares = members.map((member) => shareOf(member, members, partitions));
          expect(shares.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: partitions }, (_, index) => index));
          const sizes = shares.map((share) => share.length);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('does not depend on which member was seen first', () => {
    expect(shareOf('b', ['c', 'a', 'b'], 6)).toEqual(shareOf('b', ['b', 'c', 'a', 'a'], 6));
  });

  it('is nothing for a member that the others do not see', () => {
    expect(shareOf('late', ['a', 'b'], 6)).toEqual([]);
  });
});
