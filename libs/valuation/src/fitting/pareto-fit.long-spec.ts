// The slowest of the fits, on all customers of the sample; a file of its own, because mutation
// tests leave it out.
import { cdnowSample } from '@segue/pages';
import { calibrated } from '../../testing/cdnow';
import { fitParetoNbd } from './pareto-fit';
import { compress } from '../models/rows';

it('Pareto/NBD: Fader, Hardie & Lee (2005), table 2', () => {
  const fit = fitParetoNbd(compress(cdnowSample().map(calibrated)));
  if (!fit.ok) throw new Error(fit.reason);
  const published = { r: 0.5532770621, alpha: 10.577683353, s: 0.6062399461, beta: 11.6687328594 };
  for (const name of ['r', 'alpha', 's', 'beta'] as const) {
    expect(Math.abs(fit.parameters[name] - published[name])).toBeLessThan(1e-3);
  }
  expect(fit.logLikelihood).toBeCloseTo(-9594.9762, 4);
});
