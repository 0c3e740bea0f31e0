import { LEAST, MOST, nextFloor, nextSize, portionOf } from './portions';

describe('a portion of the bulk queue', () => {
  it('shrinks while the live queue takes long for it, and grows while it is quick', () => {
    expect(nextSize(MOST, 500)).toBe(MOST / 2);
    expect(nextSize(LEAST, 500)).toBe(LEAST);
    expect(nextSize(30, 7)).toBe(30);
    expect(nextSize(20, 2)).toBe(25);
    expect(nextSize(MOST, 2)).toBe(MOST);
  });

  it('counts as work only the time beyond the recent minimum', () => {
    expect(nextFloor(Infinity, 120)).toBe(120);
    expect(nextFloor(120, 90)).toBe(90);
    expect(nextFloor(100, 500)).toBeCloseTo(105);
  });

  it('holds as many as fit, and one that is larger alone', () => {
    expect(portionOf([1_000, 1_000, 1_000], 2)).toBe(2);
    expect(portionOf([15_000, 15_000, 15_000], 100)).toBe(2);
    expect(portionOf([900_000, 10], 100)).toBe(1);
    expect(portionOf([10], 100)).toBe(1);
  });
});
