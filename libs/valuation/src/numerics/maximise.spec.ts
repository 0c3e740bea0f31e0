import { maximise } from './maximise';
import type { Objective } from './climb';

/** A bell around a centre with known information: its maximum and its standard errors are known. */
function bell(centre: readonly number[], information: readonly (readonly number[])[]): Objective {
  return (point) => {
    const off = point.map((value, index) => value - centre[index]!);
    const pull = information.map((row) => row.reduce((sum, weight, index) => sum + weight * off[index]!, 0));
    return {
      value: 7 - off.reduce((sum, value, index) => sum + value * pull[index]!, 0) / 2,
      gradient: pull.map((value) => -value),
    };
  };
}

const FLAT_TOP =
  'the likelihood is flat where it is highest: a parameter may be nearly anything, so these data do not determine it';

it('finds the top of a bell, and how wide it is', () => {
  const found = maximise(
    bell(
      [2, 5],
      [
        [4, 0],
        [0, 25],
      ],
    ),
    [
      [1, 1],
      [3, 9],
    ],
    1,
  );
  if (!found.ok) throw new Error(found.reason);
  expect(found.parameters[0]).toBeCloseTo(2, 6);
  expect(found.parameters[1]).toBeCloseTo(5, 6);
  expect(found.logLikelihood).toBeCloseTo(7, 9);
  expect(found.standardErrors[0]).toBeCloseTo(1 / 2, 5);
  expect(found.standardErrors[1]).toBeCloseTo(1 / 5, 5);
});

it('where parameters hang together, by the inverse of the whole information', () => {
  // The inverse of [[2, 1, 0], [1, 3, 1], [0, 1, 2]] is [[5, -2, 1], [-2, 4, -2], [1, -2, 5]] / 8.
  const found = maximise(
    bell(
      [1, 2, 3],
      [
        [2, 1, 0],
        [1, 3, 1],
        [0, 1, 2],
      ],
    ),
    [[1.5, 1.5, 1.5]],
    1,
  );
  if (!found.ok) throw new Error(found.reason);
  [1, 2, 3].forEach((value, index) => expect(found.parameters[index]).toBeCloseTo(value, 6));
  [5, 4, 5].forEach((value, index) => expect(found.standardErrors[index]).toBeCloseTo(Math.sqrt(value / 8), 4));
});

it('pivots where a leading number is nothing', () => {
  const found = maximise(
    bell(
      [1, 1],
      [
        [1e-9, 1],
        [1, 1e-9],
      ],
    ),
    [[1, 1]],
    1,
  );
  // A saddle is no top.
  expect(found).toMatchObject({ ok: false, reason: FLAT_TOP });
});

it('counts what it took', () => {
  const starts = [
    [1.9, 4.9],
    [2.1, 5.1],
    [1, 9],
  ];
  const found = maximise(
    bell(
      [2, 5],
      [
        [4, 0],
        [0, 25],
      ],
    ),
    starts,
    1,
  );
  expect(found).toMatchObject({ ok: true, diagnostics: { agreeing: [3, 3] } });
  expect(found.diagnostics.steepness).toBeLessThan(1e-8);
  expect(found.diagnostics.iterations).toBeGreaterThan(1);
  expect(found.diagnostics.iterations).toBeLessThan(25);
  expect(found.diagnostics.evaluations).toBeGreaterThan(found.diagnostics.iterations);
  expect(found.diagnostics.evaluations).toBeLessThan(220);
  expect(
    maximise(
      bell(
        [2, 5],
        [
          [4, 0],
          [0, 25],
        ],
      ),
      [[2, 5]],
      1,
    ).diagnostics,
  ).toEqual({
    iterations: 0,
    evaluations: 1,
    steepness: 0,
    agreeing: [1, 1],
  });
});

it('takes the higher of two tops, and says how many starts came to it', () => {
  const two: Objective = ([x = 0]) => {
    const [near, far] = [Math.exp(-((x - 1) ** 2) * 20), 2 * Math.exp(-((x - 3) ** 2) * 20)];
    return { value: near + far, gradient: [-40 * (x - 1) * near - 40 * (x - 3) * far] };
  };
  const found = maximise(two, [[0.9], [3.05], [2.95]], 1);
  expect(found).toMatchObject({ ok: true, diagnostics: { agreeing: [2, 3] } });
  expect(found.ok && found.parameters[0]).toBeCloseTo(3, 5);
  expect(found.ok && found.logLikelihood).toBeCloseTo(2, 6);
});

it('does not hang on how many customers there are', () => {
  const many: Objective = (point) => {
    const { value, gradient } = bell([2], [[4]])(point);
    return { value: 1_000 * value, gradient: gradient.map((slope) => 1_000 * slope) };
  };
  const found = maximise(many, [[1]], 1_000);
  if (!found.ok) throw new Error(found.reason);
  expect(found.logLikelihood).toBeCloseTo(7_000, 6);
  expect(found.standardErrors[0]).toBeCloseTo(0.5 / Math.sqrt(1_000), 6);
});

describe('says why there is no maximum', () => {
  it('growing without end', () => {
    const up: Objective = ([x = 0]) => ({ value: Math.log(x), gradient: [1 / x] });
    const down: Objective = ([x = 0]) => ({ value: -Math.log(x), gradient: [-1 / x] });
    for (const objective of [up, down]) {
      expect(maximise(objective, [[1]], 1)).toMatchObject({
        ok: false,
        reason:
          'the likelihood grows without end: a parameter runs to 0 or to infinity, so these data do not determine it',
      });
    }
  });

  it('so flat a top that a parameter may be nearly anything', () => {
    // On the logarithm a parabola around `centre`, whose standard error is 1 / √information.
    const parabola =
      (centre: number, information: number): Objective =>
      ([x = 1]) => {
        const off = Math.log(x) - centre;
        return { value: (-information * off * off) / 2, gradient: [(-information * off) / x] };
      };
    const found = (centre: number, error: number) => maximise(parabola(centre, 1 / error ** 2), [[1]], 1);
    expect(found(0, 8.9)).toMatchObject({ ok: true });
    expect(found(0, 9.1)).toMatchObject({ ok: false, reason: FLAT_TOP });
    expect(found(12, 2.9)).toMatchObject({ ok: true });
    for (const centre of [12, -12]) expect(found(centre, 3.1)).toMatchObject({ ok: false, reason: FLAT_TOP });
    expect(maximise(() => ({ value: 0, gradient: [0] }), [[1]], 1)).toMatchObject({ ok: false, reason: FLAT_TOP });
    // One of two that is well known does not make up for the other.
    const [known, unknown] = [parabola(0, 100), parabola(0, 1 / 9.1 ** 2)];
    const both: Objective = ([x = 1, y = 1]) => {
      const [of, by] = [known([x]), unknown([y])];
      return { value: of.value + by.value, gradient: [...of.gradient, ...by.gradient] };
    };
    expect(maximise(both, [[1, 1]], 1)).toMatchObject({ ok: false, reason: FLAT_TOP });
  });

  it('what cannot be computed', () => {
    const reason = 'the likelihood cannot be computed or improved where the search stands';
    expect(maximise(() => ({ value: NaN, gradient: [0] }), [[1]], 1)).toMatchObject({ ok: false, reason });
    expect(maximise(() => ({ value: 0, gradient: [NaN] }), [[1]], 1)).toMatchObject({ ok: false, reason });
    // A slope that promises what no step keeps.
    expect(maximise(() => ({ value: 0, gradient: [1] }), [[1]], 1)).toMatchObject({ ok: false, reason });
  });

  it('steps without end', () => {
    let value = 0;
    // Each look is a little better than the last, wherever it is, and the slope turns.
    const restless: Objective = ([x = 1]) => ({ value: (value += 1), gradient: [x > 1 ? -1 : 1] });
    expect(maximise(restless, [[1.5]], 1)).toMatchObject({
      ok: false,
      reason: 'no maximum was reached within the allowed number of steps',
      diagnostics: { iterations: 500 },
    });
  });

  it('is content where rounding hides what is left', () => {
    // A top near 1 whose values are all rounded to the same.
    const rounded =
      (slope: number): Objective =>
      ([x = 1]) => ({ value: 0, gradient: [slope - Math.log(x)] });
    expect(maximise(rounded(5e-7), [[1]], 1)).toMatchObject({ ok: true });
    expect(maximise(rounded(2e-6), [[1]], 1)).toMatchObject({ ok: false });
    expect(maximise(rounded(2e-6), [[1]], 1, { flat: 1e-5 })).toMatchObject({ ok: true });
  });
});
