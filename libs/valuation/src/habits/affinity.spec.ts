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

it.each(['constructor', 'toString', 'hasOwnProperty', '__proto__'])(
  'weighs a category called %s as any other',
  (key) => {
    const tallies = tally([key, 0], [key, 90], ['jazz', 90]);
    expect(Object.entries(tallies.weights)).toEqual([
      [key, 1.5],
      ['jazz', 1],
    ]);
    const kept = JSON.parse(JSON.stringify(tallies)) as Tallies;
    expect(evidence(kept, 90 * DAY, HALF_LIFE)).toBe(2.5);
    const population = Object.fromEntries([[key, 1]]);
    expect(affinities(kept, population, 0.5, 90 * DAY, HALF_LIFE)).toEqual([
      { key, share: 2 / 3 },
      { key: 'jazz', share: 1 / 3 },
    ]);
  },
);

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

it('counts by weight, and late touchpoints for as much as they would have weighed', () => {
  const tallies = withTouch(withTouch(NO_TALLIES, 'a', 90 * DAY, HALF_LIFE, 3), 'a', 0, HALF_LIFE, 4);
  expect(tallies).toEqual({ at: 90 * DAY, weights: { a: 5 } });
  expect(evidence(tallies, 0, HALF_LIFE)).toBe(5);
  expect(evidence(tallies, 180 * DAY, HALF_LIFE)).toBe(2.5);
});

it('weighs its own against the population as the mean of a Dirichlet posterior', () => {
  const tallies = tally(['a', 0], ['a', 0], ['b', 0]);
  expect(affinities(tallies, { a: 0.5, c: 0.5 }, 3, 0, HALF_LIFE)).toEqual([
    { key: 'a', share: 3.5 / 6 },
    { key: 'c', share: 1.5 / 6 },
    { key: 'b', share: 1 / 6 },
  ]);
  expect(affinities(tallies, { a: 0.5, c: 0.5 }, 3, 90 * DAY, HALF_LIFE)[0]).toEqual({ key: 'a', share: 2.5 / 4.5 });
  expect(affinities(tally(['b', 0], ['a', 0]), {}, 0, 0, HALF_LIFE).map(({ key }) => key)).toEqual(['a', 'b']);
  expect(affinities(tally(['c', 0], ['a', 0], ['b', 0]), {}, 0, 0, HALF_LIFE).map(({ key }) => key)).toEqual([
    'a',
    'b',
    'c',
  ]);
  expect(affinities(NO_TALLIES, { toString: 0 }, 0, 0, HALF_LIFE)).toEqual([{ key: 'toString', share: 0 }]);
});

it('calls a leaning from a third and from two thirds on', () => {
  const leaning = (offers: number, full: number, strength = 0) => {
    const tallies = { at: 0, weights: { offer: offers, full } };
    return priceLeaning(tallies, 0.5, strength, 0, HALF_LIFE);
  };
  expect(leaning(2, 1)).toEqual({ onOffer: 2 / 3, leaning: 'offers' });
  expect(leaning(1.99, 1).leaning).toBe('both');
  expect(leaning(1, 2)).toEqual({ onOffer: 1 / 3, leaning: 'full price' });
  expect(leaning(1.01, 2).leaning).toBe('both');
  expect(leaning(1.5, 0).leaning).toBe('offers');
  expect(leaning(1.49, 0)).toEqual({ onOffer: 1, leaning: 'unknown' });
  expect(leaning(3, 0, 3)).toEqual({ onOffer: 0.75, leaning: 'offers' });
});

it('lends each hour half of its weight to its neighbours', () => {
  const shares = hourShares({ at: 0, weights: { '12': 4 } });
  expect(shares.slice(10, 15)).toEqual([0, 0.25, 0.5, 0.25, 0]);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBe(1);
});
