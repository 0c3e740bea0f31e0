// Small computations of the pages.
import type { Flow, HistoryWave } from '../../services/console/web/src/api/types';
import { withParameters } from '../../services/console/web/src/features/customers/list/parameters';
import { netOf, upAndDown } from '../../services/console/web/src/features/home/moves';
import { importJob } from '../../services/console/web/src/features/operate/import-job';
import { rankOf, tierColour } from '../../services/console/web/src/theme/tiers';

const flow = {
  moves: [
    { from: null, to: 'standard', customers: 10 },
    { from: 'standard', to: 'MGC', customers: 4 },
    { from: 'MGC', to: 'MVC', customers: 2 },
    { from: 'MVC', to: 'BZ', customers: 1 },
  ],
} as Flow;

it('moves are counted up and down, without new customers', () => {
  expect(upAndDown(flow)).toEqual({ up: 6, down: 1 });
  expect(upAndDown({ moves: [] })).toEqual({ up: 0, down: 0 });
});

it('the change of a tier is who came, new ones included, less who left', () => {
  expect(['MVC', 'MGC', 'standard', 'BZ'].map((tier) => netOf(flow, tier))).toEqual([1, 2, 6, 1]);
});

it('tiers have an order and a colour each; an unknown one is below all', () => {
  expect(['MVC', 'MGC', 'standard', 'BZ', 'other', null].map(rankOf)).toEqual([4, 3, 2, 1, 0, 0]);
  for (const dark of [true, false])
    expect(new Set(['MVC', 'MGC', 'standard', 'BZ', 'other'].map((tier) => tierColour(tier, dark))).size).toBe(5);
});

it('an import is a job that runs until 15 seconds after its last event', () => {
  const wave = {
    ...{ origin: 'backfill', touchpoints: 500, customers: 20 },
    ...{ from: '2026-11-01T10:00:00.000Z', until: '2026-11-01T10:05:00.000Z' },
  } as HistoryWave;
  const until = Date.parse(wave.until);
  expect(importJob(wave, until + 15_000)).toMatchObject({
    kind: 'history',
    state: 'running',
    done: 500,
    endedAt: null,
  });
  expect(importJob(wave, until + 15_001)).toMatchObject({ state: 'done', endedAt: until, detail: { customers: 20 } });
  expect(importJob({ ...wave, origin: 'import' }, until).kind).toBe('import');
});

it('parameters of the address are set, and removed by an empty value', () => {
  const now = new URLSearchParams('tier=MVC&query=ana');
  expect(withParameters(now, { tier: '', order: 'next' }).toString()).toBe('query=ana&order=next');
  expect(now.toString()).toBe('tier=MVC&query=ana');
});
