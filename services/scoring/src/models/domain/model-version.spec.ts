import { atOnce } from '@segue/contracts';
import { CDNOW_MODEL, Evidence, type StoreFit, fitStore, windowOf } from '@segue/valuation';
import { type LiveModel } from './live-model';
import { judged, waitsFor } from './model-version';

/** Buy every `gap` days until day 180, each a little differently; `lasting` of them buy again. */
function evidenceOf(customers: number, lasting: number, last = 180): Evidence {
  const evidence = new Evidence(windowOf([0], last));
  for (let one = 0; one < customers; one++) {
    const gap = 5 + (one % 12);
    const count = one < lasting ? Math.ceil((180 - (one % 9)) / gap) : 1;
    evidence.add(Array.from({ length: count }, (_, n) => ({ day: (one % 9) + n * gap, spend: 900 + 100 * (one % 7) })));
  }
  return evidence;
}

function verdict(evidence: Evidence, live: LiveModel = CDNOW_MODEL) {
  const fit: StoreFit = atOnce(fitStore(evidence));
  return judged(fit, evidence, live).verdict;
}

it.each<[string, () => string, string]>([
  ['a store that differs from CDNOW', () => verdict(evidenceOf(200, 190)), 'better'],
  ['few who bought again', () => verdict(evidenceOf(200, 29)), 'too-few'],
  ['too little time', () => verdict(evidenceOf(200, 190, 20)), 'not-compared'],
  [
    'a person who went back to an older one',
    () => verdict(evidenceOf(200, 190), { ...CDNOW_MODEL, version: 1, held: true }),
    'held',
  ],
  [
    'a live model fitted to the same data',
    () => {
      const evidence = evidenceOf(200, 190);
      return verdict(evidence, { ...atOnce(fitStore(evidence)).model, version: 2 });
    },
    'not-better',
  ],
])('%s', (_, given, expected) => {
  expect(given()).toBe(expected);
});

it.each<[string, number, LiveModel, boolean, boolean]>([
  ['few customers, start parameters', 29, CDNOW_MODEL, false, true],
  ['enough customers', 30, CDNOW_MODEL, false, false],
  ['few customers, a version that went live by itself', 29, { ...CDNOW_MODEL, version: 2 }, true, true],
  ['few customers, a model set by hand', 29, CDNOW_MODEL, true, false],
  ['few customers, a version that a person chose', 29, { ...CDNOW_MODEL, version: 2, chosen: true }, true, false],
])('predictions wait: %s', (_, repeaters, live, isSet, expected) => {
  expect(waitsFor({ repeaters }, live, isSet)).toBe(expected);
});
