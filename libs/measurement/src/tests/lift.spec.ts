import { fiellerLift, hybridLift } from './lift';

const sample = (mean: number, variance: number, n: number) => ({ mean, variance, n });

it('solves Fieller’s equation (m₁ − r m₀)² = c² (v₁ + r² v₀)', () => {
  const lift = fiellerLift(sample(11, 4, 100), sample(10, 9, 400), 2)!;
  expect(lift.value).toBeCloseTo(0.1, 14);
  for (const end of [lift.from, lift.to!]) {
    const ratio = 1 + end;
    expect((11 - ratio * 10) ** 2).toBeCloseTo(4 * (4 / 100 + (ratio * ratio * 9) / 400), 10);
  }
  expect(lift.from).toBeLessThan(0.1);
  expect(lift.to).toBeGreaterThan(0.1);
});

it('is null where the control may be 0 or below', () => {
  expect(fiellerLift(sample(1, 1, 100), sample(0.5, 0.25, 4), 2)).toBeNull();
  expect(fiellerLift(sample(1, 1, 100), sample(0.5001, 0.25, 4), 2)).not.toBeNull();
  expect(fiellerLift(sample(1, 1, 100), sample(-5, 1, 100), 2)).toBeNull();
  expect(fiellerLift(sample(1, 0, 100), sample(0, 0, 100), 2)).toBeNull();
});

it('ends where the hybrid interval of p₁ − r p₀ ends at 0 (Donner & Zou 2012)', () => {
  const [p1, of1, p0, of0] = [0.3, { from: 0.25, to: 0.36 }, 0.2, { from: 0.15, to: 0.27 }];
  const { value, from, to } = hybridLift(p1, of1, p0, of0)!;
  expect(value).toBeCloseTo(0.5, 14);
  const [low, high] = [1 + from, 1 + to!];
  expect(p1 - low * p0).toBeCloseTo(Math.hypot(p1 - of1.from, low * (of0.to - p0)), 12);
  expect(high * p0 - p1).toBeCloseTo(Math.hypot(of1.to - p1, high * (p0 - of0.from)), 12);
});

it('has a lower end also where the control’s interval is more than twice as wide as its share', () => {
  const lift = hybridLift(0.5, { from: 0.3, to: 0.7 }, 0.1, { from: 0.01, to: 0.4 })!;
  const low = 1 + lift.from;
  expect(0.5 - low * 0.1).toBeCloseTo(Math.hypot(0.2, low * 0.3), 12);
});

it('has no upper end where the control may be nothing, and no lift over nothing', () => {
  expect(hybridLift(0.2, { from: 0.1, to: 0.3 }, 0.1, { from: 0, to: 0.3 })!.to).toBeNull();
  expect(hybridLift(0.2, { from: 0.1, to: 0.3 }, 0, { from: 0, to: 0.3 })).toBeNull();
  expect(hybridLift(0, { from: 0, to: 0.3 }, 0.5, { from: 0.4, to: 0.6 })).toMatchObject({ value: -1, from: -1 });
});
