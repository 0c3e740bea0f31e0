// Scoring never blocks the event loop for 100 ms: with a rule of the maximum size, a thousand
// segments, and a customer with the maximum of kept data; saved, judged, previewed and judged
// again.
import { type NumberedTouchpoint, customerIdOf } from '@segue/contracts';
import { MAX_ORDERS } from '@segue/orders';
import { type Condition, MAX_LEAVES, isRule } from '@segue/rules';
import type { Job, Jobs } from '@segue/service';
import { describeWith, longestStretchMs } from '@segue/testing';
import { NOON, type Workbench, clock, noHistories, noSizes, openWorkbench, profileOf } from '../../testing/workbench';
import { Backfill } from '../rulebook/backfill';
import { emptyFactsFor, foldFacts } from './domain/facts';
import { MAX_SEGMENTS } from '../rulebook/domain/rulebook';
import { StandingStore } from '../standings/standing.store';
import { TooManySegments } from '../rulebook/edit.faults';

const SCHEMA = 'scoring_loop';
const HOUR = 3_600_000;
const MOST_MS = 100;
const brand = { currency: 'USD', zone: 'Europe/Vienna' };

/** Returns a different leaf for each `n`, of the costliest kinds. */
function leaf(n: number): Condition {
  const within = { amount: 300 + n, unit: 'days' as const };
  const bought = { name: 'Order Completed' };
  switch (n % 6) {
    case 0:
      return { kind: 'sum', ...bought, property: 'total', is: 'between', from: n, to: n + 1, within };
    case 1:
      return { kind: 'unanswered', ...bought, by: { name: 'Opened' }, for: { amount: n, unit: 'hours' }, within };
    case 2:
      return { kind: 'place', ...bought, visit: 'usual', property: 'store', in: [`s${n}`], within };
    case 3:
      return { kind: 'order', what: 'average', where: { amount: { is: 'above', value: n } }, is: 'equal', value: n };
    case 4:
      return { kind: 'order', what: 'first', where: { products: [`p${n % 40}`], returned: true }, within };
    default:
      return { kind: 'event', ...bought, times: { exactly: n % 1_000 }, within };
  }
}

const rule = (of: Condition[]) => ({
  version: 1 as const,
  when: {
    kind: 'some' as const,
    atLeast: 2,
    of: [0, 1, 2, 3, 4].map((group): Condition => ({ kind: 'or', of: of.filter((_, n) => n % 5 === group) })),
  },
});

/** A rule with the maximum number of leaves. */
const most = () => rule(Array.from({ length: MAX_LEAVES }, (_, n) => ({ kind: 'recency', is: 'atLeast', days: n })));
/**
 * A rule with as many of the costliest leaves as fit, and as leave the same facts to both: what the
 * second read beyond the first would be folded again.
 */
const costliest = (from = 0) => rule(Array.from({ length: 205 }, (_, n) => leaf(from + n)));

const small = (n: number) => ({
  version: 1 as const,
  when: {
    kind: 'and' as const,
    of: Array.from({ length: 9 }, (_, k): Condition => leaf(n * 9 + k)),
  },
});

let counter = 0;
function touchpoint(identity: string, number: number, occurredAt: number): NumberedTouchpoint {
  return {
    v: 1,
    identity,
    source: 'web',
    id: String(number),
    type: 'track',
    event: number % 3 === 0 ? 'Opened' : 'Order Completed',
    ids: [identity],
    properties: {
      order_id: `${identity}-${number}`,
      total: `${number % 90}.00`,
      store: `s${number % 40}`,
      products: [{ product_id: `p${number % 40}` }, { product_id: `p${number % 7}` }],
    },
    context: {},
    digest: 'd',
    number,
    occurredAt,
    recordedAt: NOON,
    origin: 'live',
    cause: null,
  };
}

const profile = (identity: string, version: number, touchpoints: NumberedTouchpoint[]) =>
  profileOf([identity], version, touchpoints);

describeWith('postgres', 'scoring and the event loop', (part) => {
  let bench: Workbench;
  let backfill: Backfill;

  beforeAll(async () => {
    bench = await openWorkbench(part().url, SCHEMA, { zone: brand.zone });
    const { store, rules, scorer } = bench;
    const inThisProcess = {
      start: async (_kind: string, _total: null, run: (progress: object) => Promise<void>) => {
        await run({ signal: new AbortController().signal, report: async () => undefined });
        return {} as Job;
      },
    } as unknown as Jobs;
    backfill = new Backfill(store, rules, scorer, noHistories, inThisProcess, noSizes, clock, () => undefined);
  }, 60_000);
  afterAll(() => bench.close());

  /** Many customers with one touchpoint each, and one with a long history. */
  async function fill(people: number): Promise<void> {
    const run = counter++;
    const batch = Array.from({ length: people }, (_, n) => {
      const identity = `userId:${run}-${n}`;
      return profile(identity, 1, [touchpoint(identity, 1, NOON - HOUR)]);
    });
    for (let from = 0; from < people; from += 1_000) await bench.scorer.score(batch.slice(from, from + 1_000));
  }

  const save = (id: string, rule: ReturnType<typeof costliest> | ReturnType<typeof small>) =>
    bench.rules.saveSegment({ id, name: id, rule });

  it('a rule of the largest size is saved, judged, previewed and judged anew', async () => {
    expect([isRule(most()), isRule(costliest())]).toEqual([true, true]);
    await save('most', most());
    const stretches: Record<string, number> = {};
    stretches.save = await longestStretchMs(async () => {
      await save('largest', costliest());
      await bench.rules.read(true);
    });
    stretches.judge = await longestStretchMs(() => fill(200));
    stretches.preview = await longestStretchMs(async () =>
      bench.previews.count(costliest(), await bench.rules.read(), NOON),
    );
    let edits = 0;
    stretches.backfill = await longestStretchMs(async () => {
      // The stored facts serve both rules: no history is folded again.
      await save('largest', costliest(++edits % 2));
      await backfill.start({});
    });
    await bench.rules.deleteSegment('largest');

    expect(Object.entries(stretches).filter(([, stretch]) => stretch >= MOST_MS)).toEqual([]);
  }, 120_000);

  it('a customer with the maximum of kept data is judged by it, explained and drawn', async () => {
    await save('largest', costliest());
    const book = await bench.rules.read(true);
    const identity = 'userId:regular';
    // Two of three touchpoints are orders.
    const length = 1.5 * MAX_ORDERS;
    const history = Array.from({ length }, (_, n) => touchpoint(identity, n + 1, NOON - (length + 100 - n) * HOUR));
    await bench.scorer.score([profile(identity, 1, history.slice(0, 1))]);
    const folding = { drafts: new WeakSet() };
    const kept = history.reduce(
      (facts, one) => foldFacts(facts, one, book.rules.needs, brand, folding),
      emptyFactsFor(book.rules.needs),
    );
    expect(Object.keys(kept.part.orders)).toHaveLength(MAX_ORDERS);
    await bench.open.query('update facts set state = $2 where identity = $1', [identity, JSON.stringify(kept)]);
    const stretches: Record<string, number> = {};
    let number = history.length;
    stretches.next = await longestStretchMs(async () => {
      number++;
      await bench.scorer.score([profile(identity, number + 1, [touchpoint(identity, number, NOON - HOUR + number)])]);
    });
    stretches.another = await longestStretchMs(async () => {
      // A process that does not have the orders in memory.
      const cold = new StandingStore(bench.open);
      await cold.read([customerIdOf(identity)]);
    });
    stretches.explain = await longestStretchMs(() => bench.reader.explain(customerIdOf(identity), book, NOON));
    stretches.curve = await longestStretchMs(() => bench.reader.curve(customerIdOf(identity), book, NOON));
    await bench.rules.deleteSegment('largest');
    if (process.env.SEGUE_SHOW_COSTS) process.stdout.write(JSON.stringify(stretches));

    expect(Object.entries(stretches).filter(([, stretch]) => stretch >= MOST_MS)).toEqual([]);
  }, 120_000);

  it('a thousand segments of nine conditions each', async () => {
    await bench.open.query('truncate segment, standing, facts, due, transition');
    for (let n = 0; n < MAX_SEGMENTS; n++) {
      await bench.open.query(`insert into segment (id, name, rule, version) values ($1, $1, $2, 1)`, [
        `s${n}`,
        JSON.stringify(small(n)),
      ]);
    }
    const stretches: Record<string, number> = {};
    stretches.save = await longestStretchMs(async () => {
      await save('s0', small(0));
      await bench.rules.read(true);
    });
    stretches.judge = await longestStretchMs(() => fill(20));
    let edits = 1;
    stretches.backfill = await longestStretchMs(async () => {
      await save('s1', small(++edits));
      await backfill.start({});
    });

    await expect(save('one-more', small(1))).rejects.toThrow(TooManySegments);
    expect(Object.entries(stretches).filter(([, stretch]) => stretch >= MOST_MS)).toEqual([]);
  }, 240_000);

  it('a customer who enters a thousand segments at once', async () => {
    await bench.open.query('truncate segment, standing, facts, due, transition');
    for (let n = 0; n < MAX_SEGMENTS; n++) {
      const when = {
        kind: 'event',
        name: 'Order Completed',
        times: { atLeast: 1 },
        within: { amount: n + 1, unit: 'days' },
      };
      await bench.open.query(`insert into segment (id, name, rule, version) values ($1, $1, $2, 1)`, [
        `s${n}`,
        JSON.stringify({ version: 1, when }),
      ]);
    }
    await save('s0', small(0));
    await bench.rules.read(true);
    const stretches: Record<string, number> = {};
    let run = 0;
    stretches.enter = await longestStretchMs(async () => {
      const identity = `userId:eager-${run++}`;
      // A head of the maximum size.
      const traits = Object.fromEntries(Array.from({ length: 90 }, (_, n) => [`t${n}`, 'x'.repeat(400)]));
      const said = {
        ...touchpoint(identity, 1, NOON - 2 * HOUR),
        type: 'identify' as const,
        event: 'identify',
        properties: traits,
      };
      const signals = await bench.scorer.score([profile(identity, 1, [said, touchpoint(identity, 2, NOON - HOUR)])]);
      expect(signals.length).toBeGreaterThan(900);
    });
    expect(Object.entries(stretches).filter(([, stretch]) => stretch >= MOST_MS)).toEqual([]);
  }, 240_000);
});
