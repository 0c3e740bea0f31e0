import { type FitState, fitDue } from './fit-due';

const NOW = Date.UTC(2026, 10, 30, 12);
const HOUR = 3_600_000;
const never: FitState = { triedAt: null, fittedAt: null, customers: 0 };
const fitted = (hoursAgo: number, customers = 1_000): FitState => ({
  triedAt: NOW - hoursAgo * HOUR,
  fittedAt: NOW - hoursAgo * HOUR,
  customers,
});

it.each<[string, FitState, number, number | null, 'daily' | 'growth' | null]>([
  ['no customer yet', never, 0, 0, null],
  ['the first look at a store', never, 500, null, null],
  ['customers who still come', never, 500, 300, null],
  ['a new store that has settled', never, 500, 500, 'growth'],
  ['an hour after a fit', fitted(1), 1_005, 1_005, null],
  ['a day after a fit', fitted(24), 1_005, null, 'daily'],
  ['a day after a fit, while an import runs', fitted(25), 9_000, 4_000, 'daily'],
  ['a tenth more customers, settled', fitted(1), 1_100, 1_100, 'growth'],
  ['a tenth more customers, while an import runs', fitted(1), 1_500, 1_100, null],
  ['fewer than a tenth more', fitted(1), 1_099, 1_099, null],
  ['a fit that failed just now', { ...fitted(25), triedAt: NOW - 60_000 }, 1_005, 1_005, null],
  ['a fit that failed a while ago', { ...fitted(25), triedAt: NOW - 700_000 }, 1_005, 1_005, 'daily'],
])('%s', (_, state, customers, before, due) => {
  expect(fitDue(state, customers, before, NOW)).toBe(due);
});
