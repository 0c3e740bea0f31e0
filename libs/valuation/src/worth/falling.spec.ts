import fc from 'fast-check';
import { Descent } from './falling';
import { firstBelow } from './first-below';

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

describe('a descent that is asked for levels', () => {
  const plain = { timeOf: (at: number) => at, instantAt: Math.ceil, heightOf: Math.log };
  const descent = (valueAt: (at: number) => number, from = 0, until = 1_000_000) =>
    new Descent({ ...plain, valueAt }, from, until, 1_000);
  const firstSeen = (valueAt: (at: number) => number, level: number, from: number, until: number) => {
    for (let at = from + 1; at <= until; at++) if (valueAt(at) < level) return at;
    return null;
  };
  const decay = (at: number) => 50 * Math.exp(-at / 10_000);

  it.each([
    ['an even fall', decay, 20, 12],
    ['one that bends', (at: number) => 1 / (1 + (at / 1_000) ** 2), 0.01, 16],
    ['one to nothing', (at: number) => Math.max(0, 10_000 - at), 1_234.5, 40],
    ['a steep one', (at: number) => Math.exp(-((at / 1_000) ** 6)), 0.5, 30],
    ['one in stairs', (at: number) => 100 - Math.floor(at / 777), 90, 30],
  ])('finds the first millisecond below, for %s', (_, valueAt, level, most) => {
    const look = watched(valueAt);
    expect(descent(look).firstBelow(level)).toBe(firstSeen(valueAt, level, 0, 100_000));
    expect(look.looks).toBeLessThanOrEqual(most);
  });

  it('finds the next level with fewer looks', () => {
    const levels = [40, 30, 20, 35, 25];
    const [together, apart] = [watched(decay), watched(decay)];
    const fall = descent(together);
    for (const level of levels) {
      const expected = Math.ceil(10_000 * Math.log(50 / level));
      expect([fall.firstBelow(level), descent(apart).firstBelow(level)]).toEqual([expected, expected]);
    }
    expect(together.looks).toBeLessThan(0.7 * apart.looks);
  });

  it('knows no fall that is over or too far away', () => {
    const line = (at: number) => 10 - at / 100;
    expect(descent(line, 0, 99).firstBelow(9)).toBeNull();
    expect(descent(line, 0, 100).firstBelow(9)).toBeNull();
    expect(descent(line, 0, 101).firstBelow(9)).toBe(101);
    expect(descent(line, 200, 900).firstBelow(9)).toBeNull();
    expect(descent(() => 10).firstBelow(9)).toBeNull();
    const known = (at: number) => {
      if (at > 2_000) throw new Error('nobody may ask beyond the limit');
      return 3_000 - at;
    };
    expect(descent(known, 1, 2_000).firstBelow(1_300)).toBe(1_701);
  });

  it('agrees with looking at every millisecond, whatever was asked before', () => {
    const drops = fc.array(fc.tuple(fc.nat(20), fc.double({ min: 0, max: 1, noNaN: true })), {
      minLength: 1,
      maxLength: 40,
    });
    const levels = fc.array(fc.double({ min: 0.001, max: 60, noNaN: true }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(drops, levels, (steps, wanted) => {
        const values: number[] = [];
        let value = 50;
        for (const [length, left] of steps) {
          for (let at = 0; at < length; at++) values.push(value * (1 - at / 1_000));
          value *= 0.9 * left;
        }
        values.push(value);
        const valueAt = (at: number) => values[Math.min(at, values.length - 1)] as number;
        const fall = new Descent({ ...plain, valueAt }, 0, values.length, 5);
        for (const level of wanted) {
          const expected = valueAt(0) < level ? null : firstSeen(valueAt, level, 0, values.length);
          expect(fall.firstBelow(level)).toBe(expected);
        }
      }),
    );
  });
});
