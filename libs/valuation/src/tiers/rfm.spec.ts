// Values of the R package rfm 0.3.0 on its own orders (rfm_data_orders, MIT), analysed at
// 2006-12-31.
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOfDay } from '../days/calendar';
import { dayNamed, dayNumber, daysBetween } from '../days/day-number';
import { type RfmEdges, type RfmState, rankScores, rfmEdges, rfmName, rfmScores } from './rfm';
import { RFM_NAMES, nameOf, uncovered } from './rfm-names';

const ANALYSED = '2006-12-31';

function customers(): RfmState[] {
  const file = readFileSync(join(__dirname, '../../../../test/data/orders/rfm_data_orders.csv'), 'utf8');
  const byCustomer = new Map<string, { lastDay: string; frequency: number; monetary: number }>();
  for (const line of file.trim().split('\n').slice(1)) {
    const [customer = '', day = '', revenue = ''] = line.trim().split(',');
    const before = byCustomer.get(customer) ?? { lastDay: day, frequency: 0, monetary: 0 };
    byCustomer.set(customer, {
      lastDay: day > before.lastDay ? day : before.lastDay,
      frequency: before.frequency + 1,
      monetary: before.monetary + Number(revenue),
    });
  }
  return [...byCustomer.values()];
}

const edgesOf = (states: RfmState[]) =>
  rfmEdges(
    states.map(({ lastDay }) => daysBetween(lastDay, ANALYSED)),
    states.map(({ frequency }) => frequency),
    states.map(({ monetary }) => monetary),
  );

it('cuts the orders of the R package rfm where it does', () => {
  const edges = edgesOf(customers());
  const rounded = (list: readonly number[]) => list.map((edge) => Math.round(edge * 1e9) / 1e9);
  expect(rounded(edges.recency)).toEqual([115, 181, 297.4, 482]);
  expect(rounded(edges.frequency)).toEqual([4, 5, 6, 8]);
  expect(rounded(edges.monetary)).toEqual([255.8, 382, 506.4, 666]);
});

it('finds 158 champions among them', () => {
  const states = customers();
  const edges = edgesOf(states);
  const now = startOfDay(ANALYSED, 'UTC');
  const names = states.map((state) => rfmName(state, edges, now, 'UTC').name);
  expect(names.filter((name) => name === 'Champions')).toHaveLength(158);
});

it('has a name for every combination of scores', () => {
  expect(uncovered(RFM_NAMES)).toEqual([]);
  expect(uncovered(RFM_NAMES.slice(0, -1))).toContainEqual({ r: 1, f: 1, m: 2 });
});

it('gives a value on an edge the higher score, and recency the lower', () => {
  const edges: RfmEdges = { recency: [10, 20, 30, 40], frequency: [2, 3, 4, 5], monetary: [100, 200, 300, 400] };
  const state = { lastDay: '2026-01-01', frequency: 3, monetary: 400 };
  expect(rfmScores(state, edges, startOfDay('2026-01-11', 'UTC'), 'UTC')).toEqual({ r: 4, f: 3, m: 5 });
});

it('changes a name exactly when it says', () => {
  const edges: RfmEdges = { recency: [10.5, 20, 30, 40], frequency: [2, 3, 4, 5], monetary: [100, 200, 300, 400] };
  const state = fc.record({
    lastDay: fc.constant('2026-01-01'),
    frequency: fc.integer({ min: 1, max: 6 }),
    monetary: fc.integer({ min: 0, max: 500 }),
  });
  const zones = fc.constantFrom('UTC', 'Asia/Shanghai', 'America/New_York');
  fc.assert(
    fc.property(state, zones, fc.integer({ min: 0, max: 45 }), (some, zone, after) => {
      const now = startOfDay(dayNamed(dayNumber(some.lastDay) + after), zone) + 3_600_000;
      const { name, changesAt } = rfmName(some, edges, now, zone);
      const nameAt = (instant: number) => nameOf(rfmScores(some, edges, instant, zone));
      const later = Array.from({ length: 60 }, (_, day) =>
        startOfDay(dayNamed(dayNumber(some.lastDay) + after + 1 + day), zone),
      );
      expect(changesAt).toBe(later.find((start) => nameAt(start) !== name) ?? null);
      if (changesAt !== null) expect(nameAt(changesAt - 1)).toBe(name);
    }),
  );
});

it('scores by mean rank: equal values alike, parts as equal as ties allow', () => {
  expect(rankScores([10, 20, 30, 40, 50])).toEqual([1, 2, 3, 4, 5]);
  expect(rankScores([50, 10, 40, 20, 30])).toEqual([5, 1, 4, 2, 3]);
  expect(rankScores([1, 1, 1, 1])).toEqual([4, 4, 4, 4]);
  expect(rankScores([1, 1, 2, 3], 2)).toEqual([1, 1, 2, 2]);
  expect(rankScores([], 3)).toEqual([]);
});

it('takes names from the first block that covers the scores, bounds included', () => {
  const names = [
    { name: 'best', r: [4, 5], f: [4, 5], m: [4, 5] },
    { name: 'some', r: [2, 4], f: [2, 4], m: [2, 4] },
  ] as const;
  expect(nameOf({ r: 4, f: 4, m: 4 }, names)).toBe('best');
  expect(nameOf({ r: 4, f: 4, m: 3 }, names)).toBe('some');
  expect(nameOf({ r: 2, f: 2, m: 2 }, names)).toBe('some');
  for (const scores of [
    { r: 1, f: 2, m: 2 },
    { r: 2, f: 1, m: 2 },
    { r: 2, f: 2, m: 1 },
    { r: 5, f: 3, m: 3 },
  ]) {
    expect(nameOf(scores, names)).toBe('');
  }
  expect(uncovered([{ name: 'all', r: [1, 2], f: [1, 2], m: [1, 1] }], 2)).toEqual([
    { r: 1, f: 1, m: 2 },
    { r: 1, f: 2, m: 2 },
    { r: 2, f: 1, m: 2 },
    { r: 2, f: 2, m: 2 },
  ]);
});

it('says from which day on the name is another', () => {
  const edges: RfmEdges = { recency: [10.5, 20, 30, 40], frequency: [2, 3, 4, 5], monetary: [100, 200, 300, 400] };
  const state = { lastDay: '2026-01-01', frequency: 1, monetary: 0 };
  const on = (day: string) => rfmName(state, edges, startOfDay(day, 'UTC'), 'UTC');
  expect(on('2026-01-05')).toEqual({
    name: 'New',
    scores: { r: 5, f: 1, m: 1 },
    changesAt: startOfDay('2026-01-12', 'UTC'),
  });
  expect(on('2026-01-12')).toEqual({
    name: 'Promising',
    scores: { r: 4, f: 1, m: 1 },
    changesAt: startOfDay('2026-01-21', 'UTC'),
  });
  // About to Sleep covers two scores of recency.
  expect(on('2026-01-21')).toMatchObject({ name: 'About to Sleep', changesAt: startOfDay('2026-02-10', 'UTC') });
  expect(on('2026-02-10')).toMatchObject({ name: 'Lost', changesAt: null });
});
