import fc from 'fast-check';
import { NO_MOMENTS, NO_PAIRS, joinMoments, joinPairs, momentsOf, pairsOf, withPair, withValue } from './moments';

const amounts = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { maxLength: 30 });
const pairs = fc.array(fc.tuple(fc.integer({ min: -9999, max: 99_999 }), fc.integer({ min: 0, max: 99_999 })), {
  maxLength: 30,
});

it('adds up', () => {
  expect(momentsOf([3, -4])).toEqual({ n: 2, sum: -1, sumOfSquares: 25 });
  expect(
    pairsOf([
      [3, 2],
      [-4, 5],
    ]),
  ).toEqual({
    n: 2,
    sum: -1,
    sumOfSquares: 25,
    otherSum: 7,
    otherSumOfSquares: 29,
    productSum: -14,
  });
});

it('is the same in whatever order and grouping whole amounts come', () => {
  fc.assert(
    fc.property(amounts, amounts, amounts, (a, b, c) => {
      const whole = momentsOf([...a, ...b, ...c]);
      const [of1, of2, of3] = [momentsOf(a), momentsOf(b), momentsOf(c)];
      expect(joinMoments(joinMoments(of3, of1), of2)).toEqual(whole);
      expect(joinMoments(of1, joinMoments(of2, of3))).toEqual(whole);
      expect(joinMoments(of1, NO_MOMENTS)).toEqual(of1);
    }),
  );
  fc.assert(
    fc.property(pairs, pairs, (a, b) => {
      expect(joinPairs(pairsOf(b), pairsOf(a))).toEqual(pairsOf([...a, ...b]));
      expect(joinPairs(NO_PAIRS, pairsOf(a))).toEqual(pairsOf(a));
    }),
  );
});

it('takes in nothing that is no number', () => {
  expect(() => withValue(NO_MOMENTS, NaN)).toThrow(new RangeError('value must be a finite number, not NaN'));
  expect(() => withPair(NO_PAIRS, 1, Infinity)).toThrow(new RangeError('other must be a finite number, not Infinity'));
});
