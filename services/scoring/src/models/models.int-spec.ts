// A store gets a model of its own, which goes live if it is better, and a person can go back.
import { type NumberedTouchpoint, customerIdOf } from '@segue/contracts';
import { type Job, Jobs } from '@segue/service';
import { describeWith } from '@segue/testing';
import { CDNOW_MODEL } from '@segue/valuation';
import { NOON, type Workbench, clock, noHistories, noSizes, openWorkbench, profileOf } from '../../testing/workbench';
import { Backfill } from '../rulebook/backfill';
import { parametersOf } from './domain/live-model';
import type { FittedVersion } from './domain/model-version';
import { EvidenceReader } from './model.evidence';
import { ModelFitter } from './model.fitter';
import { LiveModels } from './model.live';
import { ModelStore } from './model.store';
import { ModelTimer } from './model.timer';

const DAY = 86_400_000;
const BUYERS = 240;
const silent = () => undefined;

/** Park and Miller: the same numbers from 0 to 1 at every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Buys about every `gap` days for the last 300 days, as at a grocer's. */
function orders(identity: string, random: () => number): NumberedTouchpoint[] {
  const gap = 7 + random() * 30;
  const list: NumberedTouchpoint[] = [];
  for (let day = random() * 60; day < 300; day += -Math.log(1 - random()) * gap) {
    const number = list.length + 1;
    const at = NOON - Math.round((300 - day) * DAY);
    list.push({
      ...{ v: 1, identity, source: 's', id: `${number}`, type: 'track', event: 'Order Completed', ids: [identity] },
      properties: { order_id: `${identity} ${number}`, total: 10 + Math.round(random() * 40), currency: 'USD' },
      ...{ context: {}, digest: 'd', number, occurredAt: at, recordedAt: at, origin: 'import', cause: null },
    } as NumberedTouchpoint);
  }
  return list;
}

describeWith('postgres', 'models of a store', (part) => {
  let bench: Workbench;
  let jobs: Jobs;
  let store: ModelStore;
  let live: LiveModels;
  let fitter: ModelFitter;

  async function open(schema: string): Promise<void> {
    bench = await openWorkbench(part().url, schema);
    jobs = new Jobs(bench.open, clock, silent);
    store = new ModelStore(bench.open);
    const backfill = new Backfill(bench.store, bench.rules, bench.scorer, noHistories, jobs, noSizes, clock, silent);
    live = new LiveModels(store, bench.rules, backfill, clock);
    const evidence = new EvidenceReader(bench.store);
    fitter = new ModelFitter(store, evidence, live, bench.rules, jobs, bench.time, clock);
  }

  /** Scores customers from number `from` on, with all they bought. */
  async function buyers(from: number, until: number): Promise<void> {
    const random = numbers(11 + from);
    const profiles = Array.from({ length: until - from }, (_, n) => {
      const identity = `userId:u${from + n}` as const;
      const touchpoints = orders(identity, random);
      return profileOf([identity], touchpoints.length, touchpoints);
    });
    await bench.scorer.score(profiles);
  }

  async function close(): Promise<void> {
    await jobs.stop();
    await bench.close();
  }

  /** Resolves when no job runs, backfills that a job started included. */
  async function quiet(): Promise<Job[]> {
    for (;;) {
      const { items } = await jobs.list(50);
      if (items.every(({ state }) => state !== 'running')) return items;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async function fitted(customers = BUYERS) {
    const job = await fitter.start('asked');
    const ended = (await quiet()).find(({ id }) => id === job!.id)!;
    expect(ended).toMatchObject({ state: 'done', done: customers });
    return (await store.find((await store.newestFit())!))!;
  }

  const liveNumber = async () => live.number(await live.present());

  async function alive(): Promise<number> {
    const book = await bench.rules.read(true);
    const explained = await bench.reader.explain(customerIdOf('userId:u0'), book, NOON);
    return explained!.view.worth.pAlive;
  }

  async function tiers(): Promise<string> {
    const rows = await bench.open.query<{ value_tier: string; customers: number }>(
      'select value_tier, count(*)::int as customers from standing group by 1 order by 1',
    );
    return rows.map((row) => `${row.value_tier} ${row.customers}`).join(', ');
  }

  async function judgedBy(): Promise<number[]> {
    const rows = await bench.open.query<{ rules: number }>(
      `select distinct (state::json ->> 'rules')::int as rules from standing`,
    );
    return rows.map(({ rules }) => rules);
  }

  describe('of a few hundred buyers', () => {
    beforeAll(async () => {
      await open('scoring_models');
      await buyers(0, BUYERS);
    }, 120_000);
    afterAll(close);

    let start: { tiers: string; alive: number };

    it('fits one that goes live, since it foresees better than the start parameters', async () => {
      await bench.rules.saveSetting('value', { a: 1e9, b: 50_000 });
      const backfill = await live.present();
      expect(backfill.settingVersion).toBe(0);
      start = { tiers: await tiers(), alive: await alive() };

      const version = await fitted();

      expect(version.fit).toMatchObject({ verdict: 'better', customers: BUYERS, comparison: { isBetter: true } });
      expect(version.fit!.repeaters).toBeGreaterThan(200);
      expect(version.fit!.figures!.deciles).toHaveLength(10);
      expect(await liveNumber()).toBe(version.number);
      expect((await store.find(1))!).toMatchObject({ origin: 'default', model: CDNOW_MODEL, fit: null });
    }, 120_000);

    it('judges every customer again', async () => {
      expect(await judgedBy()).toEqual([(await bench.rules.read(true)).version]);
      expect(await tiers()).not.toBe(start.tiers);
      expect(await alive()).toBeGreaterThan(start.alive);
    });

    it('does not replace it by a fit to the same data', async () => {
      const before = await liveNumber();
      const version = await fitted();
      expect(version.fit!.verdict).toBe('not-better');
      expect(await liveNumber()).toBe(before);
    }, 120_000);

    it('lets a person go back, and leaves that as it is', async () => {
      await live.makeLive(1, 'person');
      await quiet();
      expect(await liveNumber()).toBe(1);
      expect(await alive()).toBeCloseTo(start.alive, 10);
      const version = await fitted();
      expect(version.fit!.verdict).toBe('held');
      expect(await liveNumber()).toBe(1);
    }, 120_000);

    it('goes on by itself when a person puts the newest one live', async () => {
      const newest = (await store.newestFit())!;
      await live.makeLive(newest, 'person');
      await quiet();
      const { model } = await live.present();
      expect(model).toMatchObject({ version: newest });
      expect(model.held).toBeUndefined();
      expect(await live.makeLive(9_999, 'person')).toBeNull();
    }, 120_000);

    it('keeps a model that was set by hand as a version', async () => {
      const byHand = { ...CDNOW_MODEL, bgnbd: { r: 0.5, alpha: 4, a: 0.2, b: 65 } };
      await bench.rules.saveSetting('model', byHand);
      expect(await liveNumber()).toBeNull();
      const version = await fitted();
      expect(version.fit!.verdict).toBe('better');
      const [, kept] = await store.list(version.number + 1, 2);
      expect(kept).toMatchObject({ origin: 'manual', model: byHand });
      expect(parametersOf((await live.present()).model)).toEqual(version.model);
    }, 120_000);

    it('forgets the oldest models that were set by hand, but for the one in force', async () => {
      const few = new ModelStore(bench.open, { fits: 400, manual: 2 });
      const model = (r: number) => ({ ...CDNOW_MODEL, bgnbd: { r, alpha: 4, a: 0.2, b: 65 } });
      const kept: number[] = [];
      for (const r of [0.6, 0.7, 0.8]) kept.push(await few.keep(model(r), 'manual', NOON));
      const found = async () => Promise.all(kept.map(async (number) => (await few.find(number)) !== null));
      expect(await found()).toEqual([false, true, true]);
      kept.push(await few.keep(model(0.9), 'manual', NOON));
      expect(await few.keep(model(0.8), 'manual', NOON)).toBe(kept[2]);
      expect(await found()).toEqual([false, false, true, true]);
    });

    it('forgets the oldest fits, but for the live one', async () => {
      const few = new ModelStore(bench.open, { fits: 2, manual: 100 });
      const version = (await few.find((await few.newestFit())!))!;
      const fit = { ...version.fit!, model: version.model } as FittedVersion;
      const first = await few.addFit(fit, null, NOON);
      const second = await few.addFit(fit, first, NOON);
      const third = await few.addFit(fit, first, NOON);
      const fourth = await few.addFit(fit, first, NOON);
      const found = await Promise.all([first, second, third, fourth].map((number) => few.find(number)));
      expect(found.map((one) => one !== null)).toEqual([true, false, true, true]);
    });

    it('runs one fit at a time, and the next when the lease of a crashed one has lapsed', async () => {
      const [one, other] = await Promise.all([fitter.start('asked'), fitter.start('asked')]);
      expect([one, other].filter((job) => job === null)).toHaveLength(1);
      await quiet();
      const holder = await store.take(NOON);
      expect(holder).not.toBeNull();
      expect(await store.take(NOON + 60_000)).toBeNull();
      expect(await store.take(NOON + 121_000)).not.toBeNull();
      expect(await store.renew(holder!, NOON + 121_000)).toBe(false);
    }, 120_000);
  });

  describe('of a few buyers', () => {
    beforeAll(async () => {
      await open('scoring_models_few');
      await buyers(0, 20);
    }, 120_000);
    afterAll(close);

    it('lets predictions wait until thirty have bought again', async () => {
      const version = await fitted(20);
      expect(version.fit).toMatchObject({ verdict: 'too-few', customers: 20 });
      expect((await live.present()).model).toMatchObject({ version: 1, waits: true });
      const { worth } = (await bench.reader.explain(customerIdOf('userId:u0'), await bench.rules.read(), NOON))!.view;
      expect(worth.isPredicted).toBe(false);
      expect(worth.numbers.pAlive).toBeUndefined();
      expect(worth.value.because.some(({ fact }) => fact === 'expectedRevenue')).toBe(false);
    });

    it('changes nothing at the next fit', async () => {
      const { settingVersion } = await live.present();
      await fitted(20);
      expect((await live.present()).settingVersion).toBe(settingVersion);
    });

    it('ends with the fit that finds thirty', async () => {
      await buyers(20, 60);
      await fitted(60);
      expect((await live.present()).model.waits).toBeUndefined();
      const { worth } = (await bench.reader.explain(customerIdOf('userId:u0'), await bench.rules.read(), NOON))!.view;
      expect(worth.isPredicted).toBe(true);
    });
  });

  describe('without being asked', () => {
    beforeAll(async () => {
      await open('scoring_models_timer');
    }, 120_000);
    afterAll(close);

    it('are fitted once the customers of an import have come, and not again for the same ones', async () => {
      const timer = new ModelTimer(store, fitter, bench.time, clock, silent);
      const fits = async () =>
        (await quiet()).filter(({ kind }) => kind === 'model-fit').map(({ detail }) => detail.reason);
      await timer.look();
      await buyers(0, 30);
      await timer.look();
      expect(await fits()).toEqual([]);
      await buyers(30, 40);
      await timer.look();
      expect(await fits()).toEqual([]);
      await timer.look();
      expect(await fits()).toEqual(['growth']);
      await timer.look();
      expect(await fits()).toEqual(['growth']);
    }, 60_000);
  });
});
