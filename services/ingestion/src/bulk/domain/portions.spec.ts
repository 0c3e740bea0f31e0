import { MOST, portionOf, sizeAt } from './portions';

describe('a portion of the bulk queue', () => {
  it('is a fiftieth of a second of traffic', () => {
    expect(sizeAt(10)).toBe(1);
    expect(sizeAt(1_000)).toBe(20);
    expect(sizeAt(1_000_000)).toBe(MOST);
  });

  it('holds as many as fit, and one that is larger alone', () => {
    expect(portionOf([1_000, 1_000, 1_000], 2)).toBe(2);
    expect(portionOf([120_000, 120_000, 120_000], 100)).toBe(2);
    expect(portionOf([900_000, 10], 100)).toBe(1);
    expect(portionOf([10], 100)).toBe(1);
  });
});
