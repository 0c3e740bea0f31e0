// The parameters and log-likelihoods that the papers and packages publish for CDNOW (calibration to 1997-09-30).
import { dropoutLikelihood } from './dropout-likelihood';
import { type Fit, fitBgNbd, fitGammaGamma, fitMbgNbd, fitParetoNbd } from './fit';
import { gammaGammaLikelihood } from './gamma-gamma';
import { paretoNbdRowsLogLikelihood } from './pareto-nbd';
import { compress, customersIn } from './rows';
import { calibrated, cdnowSample } from './testing/cdnow';

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
  expect(Object.values(standardErrors!).every((error) => error > 0)).toBe(true);
});

it('MBG/NBD: the R package BTYDplus', () => {
  const { parameters, logLikelihood } = fitted(fitMbgNbd(rows));
  expectParameters(parameters, { r: 0.5248430991, alpha: 6.183084971, a: 0.8913593692, b: 1.6140023929 });
  expect(logLikelihood).toBeCloseTo(-9582.1357, 4);
});

it('Pareto/NBD: Fader, Hardie & Lee (2005), table 2', () => {
  const { parameters, logLikelihood } = fitted(fitParetoNbd(rows));
  expectParameters(parameters, { r: 0.5532770621, alpha: 10.577683353, s: 0.6062399461, beta: 11.6687328594 });
  expect(logLikelihood).toBeCloseTo(-9594.9762, 4);
});

it('Gamma-Gamma: Fader & Hardie (2013)', () => {
  const { parameters, logLikelihood, customers: fittedOf } = fitted(fitGammaGamma(spend));
  expectParameters(parameters, { p: 6.2495733519, q: 3.7442245203, gamma: 15.4435171014 });
  expect(logLikelihood).toBeCloseTo(-4055.9177, 4);
  expect(fittedOf).toBe(946);
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
