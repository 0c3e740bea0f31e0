import { atOnce } from '@segue/contracts';
import { CDNOW_MODEL, Evidence, fitStore, windowOf } from '@segue/valuation';
import { checkedSetting } from './setting.checks';

it('accepts each model that a fit comes to, and keeps no claim to be a version', () => {
  for (const gap of [1, 7, 300]) {
    const evidence = new Evidence(windowOf([0], 900));
    for (let one = 0; one < 40; one++) {
      evidence.add([0, 1, 2].slice(0, 1 + (one % 3)).map((n) => ({ day: n * gap, spend: 10 ** (one % 9) })));
    }
    const { model } = atOnce(fitStore(evidence));
    expect(checkedSetting('model', { ...model, version: 3, held: true })).toEqual(model);
  }
});

it('asks for the parameters of the model that is named', () => {
  expect(() => checkedSetting('model', { ...CDNOW_MODEL, purchases: 'nbd' })).toThrow('invalid');
  expect(() => checkedSetting('model', { ...CDNOW_MODEL, purchases: 'pareto' })).toThrow('invalid');
  expect(checkedSetting('model', { ...CDNOW_MODEL, purchases: 'mbgnbd' })).toMatchObject({ purchases: 'mbgnbd' });
});

it('takes the parameters of fits that were refused before', () => {
  const wide = { ...CDNOW_MODEL, bgnbd: { r: 0.5, alpha: 4, a: 0.2, b: 65 } };
  expect(checkedSetting('model', wide)).toEqual(wide);
});
