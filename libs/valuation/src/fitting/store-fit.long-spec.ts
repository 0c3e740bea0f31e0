// What a store's own models foresee of data that they have not seen.
import { atOnce } from '@segue/contracts';
import { cdnowSample } from '@segue/pages';
import { type Store, aftermath, cdnowStore, evidenceOf, simulatedStore } from '../../testing/stores';
import { dayNumber } from '../days/day-number';
import { fitBgNbd, fitGammaGamma } from './fit';
import { mbgnbdPAlive } from '../models/mbgnbd';
import { CDNOW_MODEL, type ValueModel } from '../worth/value';
import { figuresOf } from './figures';
import { compared, foresight, heldOut } from './held-out';
import { type StoreFit, fitStore } from './store-fit';

const fitted = (store: Store, last: number): StoreFit => atOnce(fitStore(evidenceOf(store, last)));

function foreseen(model: ValueModel, store: Store, last: number, days: number) {
  const { followed } = aftermath(store, last, days);
  const figures = atOnce(figuresOf(followed, model, days / 7))!;
  const alarms = followed.filter((customer) => mbgnbdPAlive(model.mbgnbd, customer) < 0.5);
  return {
    off: figures.expected / figures.actual - 1,
    falseAlarms: alarms.filter(({ laterPurchases }) => laterPurchases > 0).length,
    captured: figures.captured!,
  };
}

describe('CDNOW, calibrated to 1997-09-30', () => {
  const store = cdnowStore(cdnowSample());
  const last = dayNumber('1997-09-30');
  const fit = fitted(store, last);

  it('is no farther off in the 39 weeks after than the fit without a prior plus 3 points', () => {
    const plain = fitBgNbd(evidenceOf(store, last).histories());
    if (!plain.ok) throw new Error(plain.reason);
    const best = foreseen({ ...CDNOW_MODEL, bgnbd: plain.parameters }, store, last, 273);
    expect(Math.abs(foreseen(fit.model, store, last, 273).off)).toBeLessThan(Math.abs(best.off) + 0.03);
  });

  it('lies within half a standard error of the fits without a prior', () => {
    const evidence = evidenceOf(store, last);
    const [purchases, spend] = [fitBgNbd(evidence.histories()), fitGammaGamma(evidence.spends())];
    if (!purchases.ok || !spend.ok) throw new Error('no fit');
    for (const name of ['r', 'alpha', 'a', 'b'] as const) {
      const off = Math.abs(fit.model.bgnbd[name] - purchases.parameters[name]);
      expect(off).toBeLessThan(purchases.standardErrors[name] / 2);
      expect(fit.errors.bgnbd[name] / purchases.standardErrors[name]).toBeCloseTo(1, 0);
    }
    for (const name of ['p', 'q', 'gamma'] as const) {
      expect(Math.abs(fit.model.gammaGamma[name] - spend.parameters[name])).toBeLessThan(
        spend.standardErrors[name] / 2,
      );
    }
  });

  it('chooses a model with dropout, and its best fifth holds as much as spend, RFM and recency', () => {
    expect(fit.model.purchases).toBe('bgnbd');
    expect(fit.heldOut!.purchases.nbd).toBeLessThan(fit.heldOut!.purchases.bgnbd - 50);
    const { model, spend, rfm, recency, foresight: most } = foreseen(fit.model, store, last, 273).captured;
    expect(model).toBeGreaterThan(Math.max(spend, rfm, recency) - 0.005);
    expect(most).toBeGreaterThan(model);
  });

  it('shows ten deciles of the held-out time whose expectation rises', () => {
    const { deciles, expected, actual } = fit.figures!;
    expect(deciles).toHaveLength(10);
    expect(deciles.map((one) => one.expected)).toEqual([...deciles.map((one) => one.expected)].sort((a, b) => a - b));
    expect(Math.abs(expected / actual - 1)).toBeLessThan(0.1);
  });

  it('does not take the place of parameters fitted to the same customers', () => {
    const evidence = evidenceOf(store, last);
    const candidate = foresight(fit.model, fit.heldOut!);
    const live = foresight(CDNOW_MODEL, heldOut(CDNOW_MODEL, evidence)!);
    expect(compared(candidate, live, fit.heldOut!.customers).isBetter).toBe(false);
  });
});

describe.each([
  [300, 13, 39],
  [300, 26, 26],
  [2_469, 13, 39],
  [2_469, 26, 26],
])('a simulated grocer of %i customers, %i weeks known, %i weeks later', (customers, weeks, later) => {
  const store = simulatedStore({ customers, weeks: weeks + later, seed: 7 });
  const [last, days] = [weeks * 7, later * 7];
  const fit = fitted(store, last);

  it('is within 10 %, where the parameters of CDNOW are off by a third and more', () => {
    expect(Math.abs(foreseen(fit.model, store, last, days).off)).toBeLessThan(0.1);
    expect(foreseen(CDNOW_MODEL, store, last, days).off).toBeLessThan(-1 / 3);
  });

  it('takes at most a quarter as many customers for lost that buy again', () => {
    const before = foreseen(CDNOW_MODEL, store, last, days).falseAlarms;
    expect(before).toBeGreaterThan(0);
    expect(foreseen(fit.model, store, last, days).falseAlarms).toBeLessThanOrEqual(before / 4);
  });

  it('takes the place of the parameters of CDNOW', () => {
    const live = foresight(CDNOW_MODEL, heldOut(CDNOW_MODEL, evidenceOf(store, last))!);
    expect(compared(foresight(fit.model, fit.heldOut!), live, fit.heldOut!.customers).isBetter).toBe(true);
  });
});
