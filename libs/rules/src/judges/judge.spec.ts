import { nextTurn, orNever } from './judge';

describe('turns', () => {
  it('are never at the end of time', () => {
    expect([orNever(Infinity), orNever(5)]).toEqual([null, 5]);
  });

  it.each([
    [10, 20, 5, 10],
    [10, 20, 9, 10],
    [10, 20, 10, 20],
    [10, 20, 19, 20],
    [10, 20, 20, null],
    [10, 10, 5, null],
    [20, 10, 5, null],
    [Infinity, -Infinity, 5, null],
    [10, Infinity, 5, 10],
    [10, Infinity, 10, null],
  ])('of what holds from %p until %p: after %p at %p', (from, until, at, turn) => {
    expect(nextTurn(from, until, at)).toBe(turn);
  });
});
