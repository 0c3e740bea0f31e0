import fc from 'fast-check';
import {
  type Tallies,
  NO_TALLIES,
  affinities,
  evidence,
  hourShares,
  joinTallies,
  priceLeaning,
  withTouch,
} from './affinity';

const DAY = 86_400_000;
const HALF_LIFE = 90;
const tally = (...touches: [string, number][]) =>
  touches.reduce((tallies, [key, day]) => withTouch(tallies, key, day * DAY, HALF_LIFE), NO_TALLIES);

it('halves what a touchpoint weighs every half-life', () => {
  const tallies = tally(['jazz', 0], ['rock', 90]);
  expect(tallies.weights).toEqual({ jazz: 0.5, rock: 1 });
  expect(evidence(tallies, 180 * DAY, HALF_LIFE)).toBeCloseTo(0.75, 12);
});

it('comes to the same in every order, and joined', () => {
  const touches = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 2_000 })), {
    minLength: 1,
  });
  const close = (a: Tallies, b: Tallies) => {
    expect(a.at).toBe(b.at);
    for (const key of ['a', 'b', 'c']) expect(a.weights[key] ?? 0).toBeCloseTo(b.weights[key] ?? 0, 10);
  };
  fc.assert(
    fc.property(touches, fc.nat(), (list, cut) => {
      const [one, other] = [list.slice(0, cut % list.length), list.slice(cut % list.length)];
      close(tally(...[...list].reverse()), tally(...list));
      close(joinTallies(tally(...one), tally(...other), HALF_LIFE), tally(...list));
    }),
  );
});

it('draws the shares of who did little towards those of all', () => {
  const population = { jazz: 0.2, rock: 0.8 };
  expect(affinities(NO_TALLIES, population, 4, 0, HALF_LIFE)).toEqual([
    { key: 'rock', share: 0.8 },
    { key: 'jazz', share: 0.2 },
  ]);
  const [first] = affinities(tally(['jazz', 0], ['jazz', 0], ['jazz', 0], ['jazz', 0]), population, 4, 0, HALF_LIFE);
  expect(first).toEqual({ key: 'jazz', share: 0.6 });
  expect(affinities(NO_TALLIES, {}, 0, 0, HALF_LIFE)).toEqual([]);
});

it('tells buyers of offers from buyers at full price, and says when it does not know', () => {
  const leaning = (...keys: string[]) =>
    priceLeaning(tally(...keys.map((key): [string, number] => [key, 0])), 0.5, 1, 0, HALF_LIFE).leaning;
  expect(leaning('offer', 'offer', 'offer')).toBe('offers');
  expect(leaning('full', 'full', 'full')).toBe('full price');
  expect(leaning('full', 'offer', 'full', 'offer')).toBe('both');
  expect(leaning('offer')).toBe('unknown');
});

it('smooths the hours of the day around midnight', () => {
  const shares = hourShares({ at: 0, weights: { '23': 2, '0': 2 } });
  expect(shares[23]).toBeCloseTo(0.375, 12);
  expect(shares[0]).toBeCloseTo(0.375, 12);
  expect(shares[1]).toBeCloseTo(0.125, 12);
  expect(shares[12]).toBe(0);
  expect(hourShares(NO_TALLIES)).toEqual(Array.from({ length: 24 }, () => 1 / 24));
});
