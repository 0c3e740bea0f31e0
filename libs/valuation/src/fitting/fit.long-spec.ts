// The parameters and log-likelihoods that the papers and packages publish for CDNOW (calibration to
// 1997-09-30).
import { cdnowSample } from '@segue/pages';
import { dropoutLikelihood } from '../models/dropout-likelihood';
import { type Fit, fitBgNbd, fitGammaGamma, fitMbgNbd } from './fit';
import { fitParetoNbd } from './pareto-fit';
import { gammaGammaLikelihood } from '../models/gamma-gamma';
import { paretoNbdRowsLogLikelihood } from '../models/pareto-nbd';
import { compress, customersIn } from '../models/rows';
import { calibrated, calibratedAt } from '../../testing/cdnow';
import { gammaDraw, generator } from '../../testing/random';

const customers = cdnowSample().map(calibrated);
const rows = compress(customers);
const spend = customers
  .filter(({ meanSpend }) => meanSpend > 0)
  .map(({ x, meanSpend }) => ({ x, meanSpend, weight: 1 }));

function fitted<P extends object>(fit: Fit<P>): Extract<Fit<P>, { ok: true }> {
  if (!fit.ok) throw new Error(fit.reason);
  return fit;
}

function expectParameters(parameters: object, expected: Record<string, number>): void {
  for (const [name, value] of Object.entries(expected)) {
    expect(Math.abs((parameters as Record<string, number>)[name]! - value)).toBeLessThan(1e-3);
  }
}

it('compresses equal histories', () => {
  expect(customersIn(rows)).toBe(2_357);
  expect(customers.filter(({ x }) => x > 0)).toHaveLength(946);
  expect(rows.length).toBeLessThan(1_100);
});

it('BG/NBD: Fader, Hardie & Lee (2005), table 2', () => {
  const { parameters, logLikelihood, standardErrors, diagnostics } = fitted(fitBgNbd(rows));
  expectParameters(parameters, { r: 0.2425945129, alpha: 4.4136018112, a: 0.7929220818, b: 2.425906993 });
  expect(logLikelihood).toBeCloseTo(-9582.4292, 4);
  expect(diagnostics.agreeing).toEqual([3, 3]);
  expect(Object.values(standardErrors).every((error) => error > 0)).toBe(true);
});

it('BG/NBD: parameters drift, which is why they are versions: a falls from .98 to .46 within a year of this cohort', () => {
  const fitUntil = (end: string) =>
    fitted(fitBgNbd(compress(cdnowSample().map((customer) => calibratedAt(end, customer))))).parameters;
  expect(fitUntil('1997-07-15').a).toBeCloseTo(0.98, 2);
  expect(fitUntil('1998-04-01').a).toBeCloseTo(0.456, 2);
});

it('MBG/NBD: the R package BTYDplus', () => {
  const { parameters, logLikelihood } = fitted(fitMbgNbd(rows));
  expectParameters(parameters, { r: 0.5248430991, alpha: 6.183084971, a: 0.8913593692, b: 1.6140023929 });
  expect(logLikelihood).toBeCloseTo(-9582.1357, 4);
});

describe('Pareto/NBD of histories made coarse (of all of them: pareto-fit.long-spec.ts)', () => {
  const coarse = (weeks: number) =>
    compress(
      customers.map(({ x, tx }) => ({ x: Math.min(x, 6), tx: Math.min(36, Math.round(tx / weeks) * weeks), T: 36 })),
    );

  it('has a top that is higher than all around it', () => {
    const { parameters, logLikelihood, standardErrors } = fitted(fitParetoNbd(coarse(6)));
    expect(paretoNbdRowsLogLikelihood(parameters, coarse(6))).toBeCloseTo(logLikelihood, 8);
    for (const name of ['r', 'alpha', 's'] as const) {
      expect(standardErrors[name]).toBeGreaterThan(0);
      for (const by of [0.98, 1.02]) {
        const near = { ...parameters, [name]: parameters[name] * by };
        expect(paretoNbdRowsLogLikelihood(near, coarse(6))).toBeLessThan(logLikelihood);
      }
    }
  });
});

it('Gamma-Gamma: Fader & Hardie (2013)', () => {
  const { parameters, logLikelihood, customers: fittedOf } = fitted(fitGammaGamma(spend));
  expectParameters(parameters, { p: 6.2495733519, q: 3.7442245203, gamma: 15.4435171014 });
  expect(logLikelihood).toBeCloseTo(-4055.9177, 4);
  expect(fittedOf).toBe(946);
});

it('Gamma-Gamma: the same in any unit of money', () => {
  const inDollars = fitted(fitGammaGamma(spend));
  for (const unit of [1e-6, 100, 1e12]) {
    const { parameters, standardErrors, logLikelihood } = fitted(
      fitGammaGamma(spend.map((row) => ({ ...row, meanSpend: row.meanSpend * unit }))),
    );
    expect(parameters.p).toBeCloseTo(inDollars.parameters.p, 6);
    expect(parameters.q).toBeCloseTo(inDollars.parameters.q, 6);
    expect(parameters.gamma / unit).toBeCloseTo(inDollars.parameters.gamma, 5);
    expect(standardErrors.gamma / unit / inDollars.standardErrors.gamma).toBeCloseTo(1, 6);
    expect(logLikelihood + 946 * Math.log(unit)).toBeCloseTo(inDollars.logLikelihood, 6);
  }
});

it('has the log-likelihoods of the published parameters', () => {
  const bgnbd = { r: 0.2425945129, alpha: 4.4136018112, a: 0.7929220818, b: 2.425906993 };
  const mbgnbd = { r: 0.5248430991, alpha: 6.183084971, a: 0.8913593692, b: 1.6140023929 };
  const pareto = { r: 0.5532770621, alpha: 10.577683353, s: 0.6062399461, beta: 11.6687328594 };
  expect(dropoutLikelihood(bgnbd, rows, 0).value).toBeCloseTo(-9582.4292, 4);
  expect(dropoutLikelihood(mbgnbd, rows, 1).value).toBeCloseTo(-9582.1357, 4);
  expect(paretoNbdRowsLogLikelihood(pareto, rows)).toBeCloseTo(-9594.9762, 4);
  expect(gammaGammaLikelihood({ p: 6.2495733519, q: 3.7442245203, gamma: 15.4435171014 }, spend).value).toBeCloseTo(
    -4055.9177,
    4,
  );
});

describe('customers who were simulated', () => {
  const truth = { r: 0.6, alpha: 8, a: 0.7, b: 2.2 };
  const random = generator(42);
  const size = Math.max(4_000, cases(12_000));
  const population = (first: 0 | 1) => compress(Array.from({ length: size }, () => simulated(truth, first, random)));

  it.each([
    ['BG/NBD', 0 as const, fitBgNbd],
    ['MBG/NBD', 1 as const, fitMbgNbd],
  ])('%s finds what they were made with, within four standard errors', (_, first, fit) => {
    const { parameters, standardErrors } = fitted(fit(population(first)));
    for (const name of ['r', 'alpha', 'a', 'b'] as const) {
      expect(Math.abs(parameters[name] - truth[name])).toBeLessThan(4 * standardErrors[name]);
      expect(standardErrors[name] * Math.sqrt(size / 12_000)).toBeLessThan(truth[name] / 3);
    }
  });

  it('Gamma-Gamma finds what they were made with', () => {
    const made = { p: 5, q: 4, gamma: 20 };
    const spends = Array.from({ length: Math.max(2_000, cases(6_000)) }, (_, index) => {
      const x = 1 + (index % 6);
      const rate = gammaDraw(made.q, random) / made.gamma;
      return { x, meanSpend: gammaDraw(made.p * x, random) / (rate * x), weight: 1 };
    });
    const { parameters, standardErrors } = fitted(fitGammaGamma(spends));
    for (const name of ['p', 'q', 'gamma'] as const) {
      expect(Math.abs(parameters[name] - made[name])).toBeLessThan(4 * standardErrors[name]);
    }
  });
});

describe('what cannot be fitted is said plainly', () => {
  it.each([
    ['nobody', []],
    ['one customer', [{ x: 3, tx: 10, T: 30, weight: 1 }]],
    ['one-time buyers only', [{ x: 0, tx: 0, T: 30, weight: 5_000 }]],
  ])('%s: too few came again', (_, list) => {
    expect(fitBgNbd(list)).toMatchObject({ ok: false, reason: expect.stringContaining('came again') });
  });

  it('equal customers: the data do not determine the spread between them', () => {
    const equal = [{ x: 4, tx: 29.5, T: 30, weight: 500 }];
    for (const fit of [fitBgNbd(equal), fitMbgNbd(equal)]) {
      expect(fit).toMatchObject({ ok: false, reason: expect.stringContaining('without end') });
    }
  });

  it.each([
    [2, 10, 10, [fitBgNbd, fitMbgNbd]],
    [1, 10, 10, [fitMbgNbd]],
    [1, 5, 10, [fitMbgNbd]],
  ])('a thousand equal customers (%d, %d, %d): the top is flat', (x, tx, T, fits) => {
    for (const fit of fits) {
      expect(fit([{ x, tx, T, weight: 1_000 }])).toMatchObject({ ok: false, reason: expect.stringContaining('flat') });
    }
  });

  it.each([
    [2, 10, 10],
    [1, 5, 10],
    [5, 20, 20],
    [2, 19, 20],
    [3, 39, 40],
  ])('a thousand equal customers (%d, %d, %d): Pareto/NBD grows towards none who differs', (x, tx, T) => {
    expect(fitParetoNbd([{ x, tx, T, weight: 1_000 }])).toMatchObject({
      ok: false,
      reason: expect.stringContaining('without end'),
    });
  });

  it.each([
    ['of all', [{ x: 2, meanSpend: 10, weight: 900 }]],
    ['however often they came', [1, 2, 3, 5, 9].map((x) => ({ x, meanSpend: 10, weight: 100 }))],
    ['but for rounding', [1, 2, 3, 5, 9].map((x) => ({ x, meanSpend: 10 + x * 1e-12, weight: 100 }))],
  ])('equal spends %s: p and γ run off', (_, list) => {
    expect(fitGammaGamma(list)).toMatchObject({ ok: false, reason: expect.stringContaining('without end') });
  });

  it('spends of which there is no mean', () => {
    const random = generator(7);
    const made = (q: number) =>
      fitGammaGamma(
        Array.from({ length: Math.max(1_000, cases(3_000)) }, (_, index) => {
          const x = 1 + (index % 6);
          const rate = gammaDraw(q, random) / 20;
          return { x, meanSpend: gammaDraw(5 * x, random) / (rate * x), weight: 1 };
        }),
      );
    for (const q of [0.6, 0.9, 1.02])
      expect(made(q)).toMatchObject({ ok: false, reason: expect.stringContaining('mean spend') });
    expect(made(1.6)).toMatchObject({ ok: true });
  });

  it('customers of no spend, and equal spends', () => {
    expect(fitGammaGamma([{ x: 2, meanSpend: 0, weight: 900 }])).toMatchObject({
      ok: false,
      reason: expect.stringContaining('came again'),
    });
    expect(fitGammaGamma([{ x: 2, meanSpend: 10, weight: 900 }])).toMatchObject({ ok: false });
  });
});

it('has the gradient that differences of the likelihood show', () => {
  const point = [0.3, 5, 0.9, 2] as const;
  const at = ([r, alpha, a, b]: readonly number[]) => ({ r: r!, alpha: alpha!, a: a!, b: b! });
  for (const first of [0, 1] as const) {
    const { gradient } = dropoutLikelihood(at(point), rows, first);
    point.forEach((value, index) => {
      const moved = (by: number) =>
        dropoutLikelihood(at(point.map((other, which) => (which === index ? other + by : other))), rows, first).value;
      const step = 1e-5 * value;
      expect(gradient[index]! / ((moved(step) - moved(-step)) / (2 * step))).toBeCloseTo(1, 5);
    });
  }
});

function simulated(
  { r, alpha, a, b }: { r: number; alpha: number; a: number; b: number },
  first: 0 | 1,
  random: () => number,
) {
  const rate = gammaDraw(r, random) / alpha;
  const leaves = gammaDraw(a, random);
  const dropout = leaves / (leaves + gammaDraw(b, random));
  const T = 20 + Math.floor(random() * 280) / 7;
  let [x, tx, now] = [0, 0, 0];
  let there = first === 0 || random() >= dropout;
  while (there) {
    now -= Math.log(1 - random()) / rate;
    if (now > T) break;
    x++;
    tx = now;
    there = random() >= dropout;
  }
  return { x, tx, T };
}

it('Gamma-Gamma has the gradient that differences of the likelihood show', () => {
  const point = [5, 3, 14] as const;
  const at = ([p, q, gamma]: readonly number[]) => ({ p: p!, q: q!, gamma: gamma! });
  const { gradient } = gammaGammaLikelihood(at(point), spend);
  point.forEach((value, index) => {
    const moved = (by: number) =>
      gammaGammaLikelihood(at(point.map((other, which) => (which === index ? other + by : other))), spend).value;
    const step = 1e-5 * value;
    expect(gradient[index]! / ((moved(step) - moved(-step)) / (2 * step))).toBeCloseTo(1, 5);
  });
});

describe('what is told of a fit that failed', () => {
  const repeaters = (weight: number) => [
    { x: 1, tx: 3, T: 9, weight },
    { x: 0, tx: 0, T: 9, weight: 7 },
  ];

  it('how many came again, and how many are needed', () => {
    expect(fitBgNbd(repeaters(19))).toEqual({
      ok: false,
      reason: '19 customers came again; at least 20 are needed',
      customers: 26,
      diagnostics: null,
    });
    expect(fitParetoNbd(repeaters(19))).toMatchObject({ ok: false, customers: 26 });
    expect(
      fitGammaGamma([
        { x: 2, meanSpend: 5, weight: 19 },
        { x: 0, meanSpend: 5, weight: 9 },
      ]),
    ).toEqual({
      ok: false,
      reason: '19 customers came again; at least 20 are needed',
      customers: 19,
      diagnostics: null,
    });
    expect(fitGammaGamma([{ x: 2, meanSpend: 5, weight: 20 }]).diagnostics).not.toBeNull();
    expect(fitBgNbd(repeaters(20))).toMatchObject({ diagnostics: { evaluations: expect.any(Number) } });
  });
});

it('ends soon where nobody drops out and the parameters of dropout run away', () => {
  // Bought every other week until the end of the window, whoever they are.
  const rows = Array.from({ length: 60 }, (_, n) => {
    const T = 13 + (n % 26);
    const x = 2 + (n % 7) * 2;
    return { x, tx: (T * x) / (x + 1), T, weight: 5 };
  });
  const { ok, diagnostics } = fitParetoNbd(rows);
  expect(ok).toBe(false);
  expect(diagnostics?.evaluations).toBeLessThanOrEqual(60);
}, 60_000);
