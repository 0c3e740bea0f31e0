import fc from 'fast-check';
import { chancesOfBest } from './best';
import { type Policy, betaChances, choose, normalChances } from './choose';
import { type Evidence, NO_EVIDENCE } from '../sequential/evidence';
import { betaPosterior, normalBelief, normalPosterior } from './posterior';
import { shareOf } from './split';

const DAY = 86_400_000;
const seen = (n: number, sum: number, sumOfSquares = sum): Evidence => ({ at: 0, n, sum, sumOfSquares });
const always: Policy = { halfLifeDays: null, floor: 0 };
const letters = { plain: seen(100, 10), poem: seen(100, 12), joke: seen(100, 8) };

it('gives each choice the chance that it is the best', () => {
  const chances = betaChances(letters, always, DAY);
  expect(chances.map(({ name }) => name)).toEqual(['plain', 'poem', 'joke']);
  [0.28724, 0.60151, 0.11125].forEach((chance, index) => expect(chances[index]!.chance).toBeCloseTo(chance, 5));
});

it('never gives less than the floor, and shares out the rest', () => {
  const plain = betaChances(letters, always, 0);
  const floored = betaChances(letters, { ...always, floor: 0.1 }, 0);
  floored.forEach(({ chance }, index) => expect(chance).toBeCloseTo(0.1 + 0.7 * plain[index]!.chance, 14));
  betaChances(letters, { ...always, floor: 1 / 3 }, 0).forEach(({ chance }) => expect(chance).toBeCloseTo(1 / 3, 14));
});

it('forgets by half-life, and starts from its prior', () => {
  const later = betaChances(letters, { halfLifeDays: 10, floor: 0 }, 10 * DAY, { a: 2, b: 3 });
  const half = [
    [5, 45],
    [6, 44],
    [4, 46],
  ].map(([a, b]) => betaPosterior({ a: 2 + a!, b: 3 + b! }));
  expect(later.map(({ chance }) => chance)).toEqual(chancesOfBest(half));
  const fresh = betaChances({ a: NO_EVIDENCE, b: NO_EVIDENCE }, { halfLifeDays: 10, floor: 0 }, 0);
  fresh.forEach(({ chance }) => expect(chance).toBeCloseTo(0.5, 14));
});

it('does the same with amounts', () => {
  const prior = { mean: 5, customers: 1, variance: 9, varianceCustomers: 1 };
  const [a, b] = [seen(50, 300, 2300), seen(40, 280, 2400)];
  const [first, second] = normalChances({ a, b }, { ...always, floor: 0.05 }, 0, prior);
  const [best] = chancesOfBest([normalPosterior(normalBelief(a, prior)), normalPosterior(normalBelief(b, prior))]);
  expect(first).toEqual({ name: 'a', chance: expect.closeTo(0.05 + 0.9 * best!, 14) });
  expect(second!.chance).toBeCloseTo(1 - first!.chance, 12);
});

it('chooses as often as the chances say, the same for the same decision, and returns the chance', () => {
  const choices = betaChances(letters, always, 0);
  const counts = new Map<string, number>();
  for (let decision = 0; decision < 20_000; decision++) {
    const { name, chance } = choose(choices, shareOf('letter', `d${decision}`));
    expect(chance).toBe(choices.find((choice) => choice.name === name)!.chance);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  // Five standard deviations at most.
  for (const { name, chance } of choices) expect(Math.abs(counts.get(name)! / 20_000 - chance)).toBeLessThan(0.0175);
  const place = shareOf('letter', 'd7');
  expect(choose(choices, place)).toEqual(choose(choices, place));
});

it('never chooses what has no chance', () => {
  const choices = [
    { name: 'a', chance: 0 },
    { name: 'b', chance: 1 },
    { name: 'c', chance: 0 },
  ];
  for (const place of [0, 0.5, 1 - 2 ** -53]) expect(choose(choices, place).name).toBe('b');
});

it.each([
  [() => betaChances({}, always, 0), 'evidences must be of at least one choice, not empty'],
  [() => betaChances(letters, { ...always, floor: 0.34 }, 0), 'floor must be from 0 to 1/3, not 0.34'],
  [() => betaChances(letters, { ...always, floor: -0.1 }, 0), 'floor must be from 0 to 1/3, not -0.1'],
  [
    () => betaChances({ poem: seen(1, 2) }, always, 0),
    'evidences.poem.sum must be from 0 to evidences.poem.n (1), not 2',
  ],
  [() => choose([], 0.5), 'choices must be at least one, not empty'],
  [() => choose([{ name: 'a', chance: 1 }], 1), 'place must be from 0 to below 1, not 1'],
  [() => choose([{ name: 'a', chance: 1 }], -0.1), 'place must be from 0 to below 1, not -0.1'],
])('refuses what cannot be (%#)', (broken, message) => {
  expect(broken).toThrow(new RangeError(message));
});

it('adds up to 1 with any evidence', () => {
  const evidence = fc
    .tuple(fc.nat(500), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([n, share]) => seen(n, n * share));
  fc.assert(
    fc.property(
      fc.array(evidence, { minLength: 1, maxLength: 4 }),
      fc.double({ min: 0, max: 0.25, noNaN: true }),
      (some, floor) => {
        const chances = betaChances(
          Object.fromEntries(some.map((seen, index) => [`arm ${index}`, seen])),
          { halfLifeDays: 30, floor },
          20 * DAY,
        );
        expect(chances.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(1, 12);
        for (const { chance } of chances) expect(chance).toBeGreaterThanOrEqual(floor);
      },
    ),
    { numRuns: 30 },
  );
});
