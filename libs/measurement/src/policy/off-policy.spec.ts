import fc from 'fast-check';
import { random } from '../../testing/random';
import { type Decision, doublyRobust, ips, selfNormalisedIps } from './off-policy';

const SEED = 11;
const decision = (id: string, choice: string, chance: number, reward: number): Decision => ({
  id,
  choice,
  chance,
  reward,
});
const records = [
  decision('d1', 'a', 0.5, 1),
  decision('d2', 'b', 0.25, 2),
  decision('d3', 'a', 0.5, 0),
  decision('d4', 'c', 0.25, 4),
];
const onlyA = (_: Decision, choice: string) => (choice === 'a' ? 1 : 0);
const mostlyB = (_: Decision, choice: string) => ({ a: 0.25, b: 0.5, c: 0.25 })[choice]!;

// By hand: weights .5, 2, .5, 1; w·r = .5, 4, 0, 4; mean 2.125, variance (n − 1) 4.729166….
it('weighs each record by how much more often the other policy would have chosen it', () => {
  const half = 1.959963984540054 * Math.sqrt(4.729166666666667 / 4);
  expect(ips(records, mostlyB)).toEqual({
    value: 2.125,
    interval: { from: expect.closeTo(2.125 - half, 12), to: expect.closeTo(2.125 + half, 12) },
    effective: expect.closeTo(16 / 5.5, 12),
    decisions: 4,
  });
  expect(ips(records, onlyA)).toMatchObject({ value: 0.5, effective: 2 });
});

// Σwr/Σw = 8.5/4; influences v + w(r − v): by hand from the same weights.
it('normalises by the weights themselves', () => {
  const estimate = selfNormalisedIps(records, mostlyB, 0.9)!;
  expect(estimate.value).toBe(2.125);
  const deviations = [0.5 * (1 - 2.125), 2 * (2 - 2.125), 0.5 * -2.125, 4 - 2.125];
  const half = 1.6448536269514722 * Math.sqrt(deviations.reduce((sum, d) => sum + d * d, 0) / 3 / 4);
  expect(estimate.interval.to).toBeCloseTo(2.125 + half, 12);
  expect(estimate.interval.from).toBeCloseTo(2.125 - half, 12);
  expect(estimate.effective).toBeCloseTo(16 / 5.5, 12);
  expect(selfNormalisedIps(records, onlyA)!.value).toBe(0.5);
  expect(selfNormalisedIps(records, () => 0)).toBeNull();
  expect(ips(records, () => 0)).toMatchObject({ value: 0, effective: 0 });
});

// Weights .5 and 2, their mean 1.25; value 4.5/2.5; deviations w(r − v)/1.25 are −.32 and .32.
it('takes the spread of the ratio where the weights are not 1 on average', () => {
  const estimate = selfNormalisedIps(records.slice(0, 2), mostlyB)!;
  expect(estimate.value).toBeCloseTo(1.8, 14);
  expect(estimate.interval.to - estimate.value).toBeCloseTo(1.959963984540054 * Math.sqrt(0.2048 / 2), 12);
});

it('corrects a model by what it got wrong', () => {
  const model = (_: Decision, choice: string) => ({ a: 0.5, b: 1.5, c: 3 })[choice]!;
  // Σ target·q = .125 + .75 + .75 = 1.625; plus w(r − q): .25, 1, −.25, 1.
  const estimate = doublyRobust(records, ['a', 'b', 'c'], mostlyB, model)!;
  expect(estimate.value).toBeCloseTo(2.125, 12);
  const half = 1.959963984540054 * Math.sqrt(((0.25 - 0.5) ** 2 + 2 * 0.5 ** 2 + (-0.25 - 0.5) ** 2) / 3 / 4);
  expect(estimate.interval.to).toBeCloseTo(2.125 + half, 12);
  const perfect = (some: Decision, choice: string) => (choice === some.choice ? some.reward : 0);
  expect(doublyRobust(records, ['a', 'b', 'c'], onlyA, perfect)!.value).toBe(0.25);
});

it('is null for fewer than two', () => {
  expect(ips([], onlyA)).toBeNull();
  expect(ips(records.slice(0, 1), onlyA)).toBeNull();
  expect(selfNormalisedIps([], onlyA)).toBeNull();
  expect(doublyRobust(records.slice(0, 1), ['a'], onlyA, () => 0)).toBeNull();
  expect(ips(records.slice(0, 2), onlyA)).toMatchObject({ decisions: 2 });
});

it.each([
  [0, 'decisions[1] (d9).chance must be above 0 and at most 1, not 0'],
  [1.5, 'decisions[1] (d9).chance must be above 0 and at most 1, not 1.5'],
  [NaN, 'decisions[1] (d9).chance must be above 0 and at most 1, not NaN'],
])('refuses a record that was made with chance %d, by name', (chance, message) => {
  const broken = [records[0]!, decision('d9', 'a', chance, 1)];
  for (const estimate of [ips, selfNormalisedIps])
    expect(() => estimate(broken, onlyA)).toThrow(new RangeError(message));
  expect(() => doublyRobust(broken, ['a'], onlyA, () => 0)).toThrow(new RangeError(message));
});

it('refuses rewards, targets and levels that cannot be', () => {
  expect(() => ips([decision('d1', 'a', 1, NaN)], onlyA)).toThrow(
    new RangeError('decisions[0] (d1).reward must be a finite number, not NaN'),
  );
  expect(() => ips(records, () => -1)).toThrow(
    new RangeError('target of decisions[0] (d1) must be from 0 to 1, not -1'),
  );
  expect(() => ips(records, () => 1.1)).toThrow(
    new RangeError('target of decisions[0] (d1) must be from 0 to 1, not 1.1'),
  );
  expect(() => ips(records, onlyA, 1)).toThrow(new RangeError('level must be between 0 and 1, not 1'));
  expect(ips([decision('d1', 'a', 1, 3), decision('d2', 'a', 1, 3)], onlyA)).toMatchObject({
    value: 3,
    interval: { from: 3, to: 3 },
  });
});

it(`finds what the other policy would have earned in nineteen of twenty worlds (400 worlds, seed ${SEED})`, () => {
  const chance = random(SEED);
  const rates = { a: 0.1, b: 0.2, c: 0.05 };
  const names = ['a', 'b', 'c'] as const;
  const chances = { a: 0.5, b: 0.2, c: 0.3 };
  const truth = 0.25 * 0.1 + 0.5 * 0.2 + 0.25 * 0.05;
  const model = (_: Decision, choice: string) => rates[choice as keyof typeof rates] * 1.5;
  const held = { ips: 0, self: 0, robust: 0 };
  for (let world = 0; world < 400; world++) {
    const made = Array.from({ length: 500 }, (_, index) => {
      const place = chance.uniform();
      const choice = place < 0.5 ? 'a' : place < 0.7 ? 'b' : 'c';
      return decision(`d${index}`, choice, chances[choice], chance.uniform() < rates[choice] ? 1 : 0);
    });
    const holds = (estimate: ReturnType<typeof ips>) =>
      estimate!.interval.from <= truth && truth <= estimate!.interval.to ? 1 : 0;
    held.ips += holds(ips(made, mostlyB));
    held.self += holds(selfNormalisedIps(made, mostlyB));
    held.robust += holds(doublyRobust(made, names, mostlyB, model));
  }
  // 380 of 400 ± three and a half standard deviations.
  for (const times of Object.values(held)) expect(Math.abs(times - 380)).toBeLessThan(16);
});

it('is the plain mean where the policy is the one that chose', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 30 }), (rewards) => {
      const made = rewards.map((reward, index) =>
        decision(`d${index}`, index % 2 ? 'a' : 'b', index % 2 ? 0.5 : 0.25, reward),
      );
      const same = ({ chance }: Decision) => chance;
      const mean = rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length;
      for (const estimate of [ips(made, same)!, selfNormalisedIps(made, same)!]) {
        expect(estimate.value).toBeCloseTo(mean, 10);
        expect(estimate.effective).toBeCloseTo(rewards.length, 9);
      }
    }),
  );
});
