import { MOST, nextSize, portionOf } from './portions';

describe('a portion of the slow lane', () => {
  it('shrinks while the live lane takes long for it, and grows while it is quick', () => {
    expect(nextSize(100, 500)).toBe(50);
    expect(nextSize(5, 500)).toBe(5);
    expect(nextSize(50, 150)).toBe(50);
    expect(nextSize(50, 20)).toBe(63);
    expect(nextSize(MOST, 20)).toBe(MOST);
  });

  it('holds as many as fit, and one that is larger alone', () => {
    expect(portionOf([1_000, 1_000, 1_000], 2)).toBe(2);
    expect(portionOf([60_000, 60_000, 60_000], 100)).toBe(2);
    expect(portionOf([900_000, 10], 100)).toBe(1);
    expect(portionOf([10], 100)).toBe(1);
  });
});
