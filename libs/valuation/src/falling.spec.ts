import { fallsTo, firstBelow } from './falling';

/** A function that counts how often it is looked at. */
function watched(f: (x: number) => number) {
  const watch = Object.assign(
    (x: number) => {
      watch.looks++;
      return f(x);
    },
    { looks: 0 },
  );
  return watch;
}

describe('the first millisecond below a level', () => {
  // Below 100 from 12,346 on.
  const line = () => watched((at) => (at < 12_346 ? 100 : 99));

  it.each([
    [0, 12_346, 4],
    [0, 12_345, 4],
    [0, 12_347, 5],
    [0, 12_000, 24],
    [0, 20_000, 24],
    [12_345, 12_345, 4],
    [12_345, 99_000, 30],
    [12_000, 5, 24],
    [0, 12_346.7, 5],
  ])('from %p, guessed at %p, in at most %p looks', (from, guess, looks) => {
    const valueAt = line();
    expect(firstBelow(valueAt, 100, from, guess)).toBe(12_346);
    expect(valueAt.looks).toBeLessThanOrEqual(looks);
  });

  it('is below the level, not at it', () => {
    expect(firstBelow((at) => 100 - at, 90, 0, 3)).toBe(11);
  });
});

describe('where a falling curve reaches a level', () => {
  const decay = () => watched((weeks) => 50 * Math.exp(-weeks / 10));

  it.each([
    [40, 0, 10 * Math.log(50 / 40)],
    [1, 0, 10 * Math.log(50)],
    [0.001, 0, 10 * Math.log(50_000)],
    [10, 5, 10 * Math.log(5)],
  ])('%p from %p', (level, from, reached) => {
    const valueAt = decay();
    expect(fallsTo(valueAt, level, from, 1_000, 1e-9)).toBeCloseTo(reached, 7);
    expect(valueAt.looks).toBeLessThanOrEqual(12);
  });

  it('takes few looks at curves that bend, and at those that fall to nothing', () => {
    const bent = watched((x) => 1 / (1 + x * x));
    expect(fallsTo(bent, 0.01, 0, 1_000, 1e-10)).toBeCloseTo(Math.sqrt(99), 8);
    expect(bent.looks).toBeLessThanOrEqual(16);
    const ending = watched((x) => Math.max(0, 10 - x));
    expect(fallsTo(ending, 1, 0, 1_000, 1e-10)).toBeCloseTo(9, 8);
    expect(ending.looks).toBeLessThanOrEqual(60);
    const steep = watched((x) => Math.exp(-Math.pow(x, 6) / 1e4));
    expect(fallsTo(steep, 0.5, 0, 1_000, 1e-10)).toBeCloseTo(Math.pow(1e4 * Math.LN2, 1 / 6), 8);
    expect(steep.looks).toBeLessThanOrEqual(29);
  });

  it('is null beyond the limit', () => {
    expect(fallsTo((x) => 10 - x / 100, 9, 0, 99, 1e-9)).toBeNull();
    expect(fallsTo((x) => 10 - x / 100, 9, 0, 101, 1e-9)).toBeCloseTo(100, 6);
    expect(fallsTo(() => 10, 9, 0, 5, 1e-9)).toBeNull();
    expect(fallsTo((x) => 10 - x, 9, 0, 3, 1e-9)).toBeCloseTo(1, 8);
    expect(fallsTo((x) => 20 - x, 10, 5, 7, 1e-9)).toBeNull();
    const known = (x: number) => {
      if (x > 20) throw new Error('nobody may ask beyond the limit');
      return 30 - x;
    };
    expect(fallsTo(known, 13, 1, 20, 1e-9)).toBeCloseTo(17, 8);
    // At the limit it has just been reached.
    expect(fallsTo((x) => 10 - x, 5, 0, 5, 1e-9)).toBeNull();
  });
});
