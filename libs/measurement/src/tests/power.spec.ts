import fc from 'fast-check';
import {
  customersForMeans,
  customersForProportions,
  customersForWatch,
  daysUntil,
  detectableDifference,
  detectableRise,
  powerOfProportions,
} from './power';
import { multiplierAt } from '../sequential/sequences';

// The examples of R's help page power.prop.test (stats 4.x): n = 76.7 per group, power = 0.740.
it('agrees with R’s power.prop.test', () => {
  expect(customersForProportions(0.5, 0.75, { power: 0.9 }) / 2).toBeCloseTo(76.70692845177744, 10);
  expect(powerOfProportions(0.5, 0.75, 100)).toBeCloseTo(0.7401659, 7);
});

// (z₁ √(p̄(1−p̄)/(w(1−w))) + z₂ √(…))² / δ² by scipy 1.17's norm.ppf.
it('knows groups of unequal size: Fleiss, Levin & Paik (2003), chapter 4', () => {
  expect(customersForProportions(0.022, 0.0275, { share: 0.9 })).toBeCloseTo(71_867.50024972412, 6);
  expect(customersForProportions(0.022, 0.0275, { share: 0.9, error: 0.01 })).toBeCloseTo(107_928.36578389246, 6);
  expect(customersForProportions(0.0275, 0.022, { share: 0.1 })).toBeCloseTo(71_867.50024972412, 6);
});

// R's power.t.test(power = .90, delta = 1) says 22.02110 per group, by Student's t: one more than
// the normal.
it('comes within one customer a group of R’s power.t.test', () => {
  const each = customersForMeans(1, { variance: 1 }, { power: 0.9 }) / 2;
  expect(each).toBeCloseTo(21.014846122881238, 10);
  expect(22.0211 - each).toBeLessThan(1.01);
});

it('knows means with a variance and a size of each group', () => {
  const outlook = { variance: 5, treatedVariance: 4 };
  const needed = customersForMeans(0.5, outlook, { share: 0.9 });
  expect(needed).toBeCloseTo(1709.3115865915793, 8);
  expect(customersForMeans(-0.5, outlook, { share: 0.9 })).toBe(needed);
  expect(detectableDifference(outlook, needed, { share: 0.9 })).toBeCloseTo(0.5, 12);
});

it('finds the smallest rise that so many customers show', () => {
  const rise = detectableRise(0.022, 71_867.50024972412, { share: 0.9 })!;
  expect(rise).toBeCloseTo(0.0055, 12);
  expect(powerOfProportions(0.022, 0.022 + rise, 71_867.5, { share: 0.9 })).toBeCloseTo(0.8, 6);
  expect(detectableRise(0.5, 4)).toBeNull();
  expect(detectableRise(0.5, 1e12)!).toBeCloseTo(2.8e-6, 6);
});

it('needs more for tests at any time, and just enough', () => {
  const outlook = { variance: 0.02, treatedVariance: 0.03 };
  const plan = { share: 0.8, error: 0.1, power: 0.9 };
  const needed = customersForWatch(0.01, outlook, 20_000, plan);
  expect(needed).toBeGreaterThan(customersForMeans(0.01, outlook, plan));
  const error = Math.sqrt((0.03 / 0.8 + 0.02 / 0.2) / needed);
  expect((multiplierAt(needed, 0.1, 20_000) + 1.2815515655446004) * error).toBeCloseTo(0.01, 12);
  expect(customersForWatch(-0.01, outlook, 20_000, plan)).toBe(needed);
});

it('takes 1.94 times as many as one fixed look when tuned well', () => {
  const fixed = customersForMeans(0.01, { variance: 0.02 });
  const more = customersForWatch(0.01, { variance: 0.02 }, fixed) / fixed;
  expect(more).toBeCloseTo(1.941, 3);
});

it('finds enough also with a badly chosen tuning', () => {
  for (const tunedFor of [1e-6, 1e12]) {
    const needed = customersForWatch(1, { variance: 1 }, tunedFor);
    const error = Math.sqrt(4 / needed);
    expect((multiplierAt(needed, 0.05, tunedFor) + 0.8416212335729143) * error).toBeCloseTo(1, 9);
  }
});

it.each([
  [100, 40, 30, 2],
  [100, 40, 31, 2],
  [100, 40, 29, 3],
  [100, 100, 0, 0],
  [100, 101, 5, 0],
  [100, 99, 0, null],
])('waits until %d, from %d, by %d a day: %p days', (customers, present, arrivals, days) => {
  expect(daysUntil(customers, present, arrivals)).toBe(days);
});

it.each([
  [() => customersForProportions(0, 0.1), 'control must be between 0 and 1, not 0'],
  [() => customersForProportions(0.1, 1), 'treated must be between 0 and 1, not 1'],
  [() => customersForProportions(0.1, 0.1), 'treated must be another than control (0.1), not 0.1'],
  [() => customersForProportions(0.1, 0.2, { share: 1 }), 'share must be between 0 and 1, not 1'],
  [() => customersForProportions(0.1, 0.2, { error: 0 }), 'error must be between 0 and 1, not 0'],
  [() => customersForProportions(0.1, 0.2, { power: 2 }), 'power must be between 0 and 1, not 2'],
  [() => powerOfProportions(1, 0.2, 10), 'control must be between 0 and 1, not 1'],
  [() => powerOfProportions(0.1, 0, 10), 'treated must be between 0 and 1, not 0'],
  [() => powerOfProportions(0.1, 0.2, 0), 'customers must be a finite number above 0, not 0'],
  [() => detectableRise(1, 10), 'control must be between 0 and 1, not 1'],
  [() => detectableRise(0.1, -1), 'customers must be a finite number above 0, not -1'],
  [() => customersForMeans(0, { variance: 1 }), 'difference must be a finite number other than 0, not 0'],
  [() => customersForMeans(NaN, { variance: 1 }), 'difference must be a finite number other than 0, not NaN'],
  [() => customersForMeans(1, { variance: 0 }), 'outlook.variance must be a finite number above 0, not 0'],
  [
    () => customersForMeans(1, { variance: 1, treatedVariance: -1 }),
    'outlook.treatedVariance must be a finite number above 0, not -1',
  ],
  [() => detectableDifference({ variance: 1 }, 0), 'customers must be a finite number above 0, not 0'],
])('refuses what cannot be (%#)', (broken, message) => {
  expect(broken).toThrow(new RangeError(message));
});

it('needs more for less, and finds it with the power that it was planned with', () => {
  const share = fc.double({ min: 0.01, max: 0.98, noNaN: true });
  fc.assert(
    fc.property(share, share, share, (control, treated, of) => {
      fc.pre(Math.abs(control - treated) > 1e-3);
      const needed = customersForProportions(control, treated, { share: of });
      expect(powerOfProportions(control, treated, needed, { share: of })).toBeCloseTo(0.8, 9);
      expect(customersForProportions(control, control + (treated - control) / 2, { share: of })).toBeGreaterThan(
        needed,
      );
    }),
  );
});
