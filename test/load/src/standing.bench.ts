// node dist/test/load/src/standing.bench.js: the cost of due times and edits: due times at a steady
// rate and all at once; a segment previewed and saved, on facts that are kept and on new ones. One
// run on an otherwise idle standalone; DESIGN shows the figures under "What it costs".
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { openDb } from '@segue/store';
import { pause } from '../../e2e/src/pause';
import { System } from '../../e2e/src/system';
import { uniform } from './customers';
import { eventOf } from './events';
import { type Load, sendAll, sendAtRate } from './sender';

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    customers: { type: 'string', default: '20000' },
    rate: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '20' },
    on: { type: 'string', default: 'standalone' },
  },
});
const customers = Number(values.customers);
const rate = Number(values.rate);
const seconds = Number(values.seconds);
const STEADY = 'Product Viewed';
const BURST = 'Checkout Started';
/** Longer than it takes to send the steady traffic, so that they do not overlap. */
const WINDOW_S = seconds + 15;

type Db = ReturnType<typeof openDb>;
type Figures = Record<string, number | string>;

async function main(): Promise<void> {
  const system = values.on === 'kafka' ? await System.onKafka() : await System.standalone();
  const db = openDb({ url: system.databaseUrl, schema: 'scoring', max: 1 });
  try {
    const figures: Figures = { customers };
    Object.assign(figures, await steadyDue(system, db));
    Object.assign(figures, await burst(system, db));
    Object.assign(figures, await edits(system));
    print(figures);
    await mkdir('test-output', { recursive: true });
    await writeFile('test-output/bench-standing.json', `${JSON.stringify(figures, null, 2)}\n`);
  } finally {
    await db.close();
    await system.close();
  }
}

/**
 * Sends views, each of which leaves a segment some seconds later, so that there are as many due
 * times a second as views.
 */
async function steadyDue(system: System, db: Db): Promise<Figures> {
  await save(system, 'steady', within(STEADY, WINDOW_S));
  const sent = await sendAtRate(loadOf(system, 'steady', { event: STEADY }), rate, seconds);
  const left = () => count(db, `select count(*)::int as n from transition where kind = 'left' and subject = 'steady'`);
  const entered = () =>
    count(db, `select count(*)::int as n from transition where kind = 'entered' and subject = 'steady'`);
  say(`${sent} events at ${rate}/s; their due times follow ${WINDOW_S} s later`);
  await pause(1000 * WINDOW_S);
  await until(async () => (await left()) >= (await entered()));
  const [lag] = await db.query<{ p50: number; p99: number; most: number }>(
    `select percentile_disc(0.5) within group (order by lag)::float8 as p50, percentile_disc(0.99) within group (order by lag)::float8 as p99,
       max(lag)::float8 as most
     from (select (body::json ->> 'recordedAt')::bigint - occurred_at as lag from transition
       where kind = 'left' and subject = 'steady') as fired`,
  );
  return {
    'due at a steady rate, fired': await left(),
    'due at a steady rate, p50 ms late': lag?.p50 ?? 0,
    'due at a steady rate, p99 ms late': lag?.p99 ?? 0,
    'due at a steady rate, most ms late': lag?.most ?? 0,
  };
}

/** Lets the windows of all customers end at one instant. */
async function burst(system: System, db: Db): Promise<Figures> {
  const start = Date.now();
  const windowS = Math.ceil(customers / 500) + 30;
  await save(system, 'burst', within(BURST, windowS));
  await sendAll(loadOf(system, 'burst', { event: BURST, timestamp: new Date(start).toISOString() }), customers);
  await system.quiet();
  const due = start + 1000 * windowS;
  const waiting = () => count(db, `select count(*)::int as n from due where due_at <= ${due}`);
  const there = await waiting();
  say(`${there} customers fall due at one instant, in ${Math.round((due - Date.now()) / 1000)} s`);
  await pause(Math.max(0, due - Date.now()));
  const began = performance.now();
  await until(async () => (await waiting()) === 0);
  const took = (performance.now() - began) / 1000;
  await system.quiet();
  return { 'burst, customers': there, 'burst, fired a second': Math.round(there / took) };
}

async function edits(system: System): Promise<Figures> {
  const kept = within(BURST, 86_400);
  const fresh = { kind: 'event', name: 'Order Completed', times: { atLeast: 2 }, within: { amount: 30, unit: 'days' } };
  return {
    'preview on kept facts, ms': await previewed(system, kept),
    'preview on new facts, ms': await previewed(system, fresh),
    'backfill on kept facts, customers a second': await backfilled(system, 'idle', { kind: 'not', of: kept }),
    'backfill on new facts, customers a second': await backfilled(system, 'fresh', fresh),
  };
}

async function previewed(system: System, when: object): Promise<string> {
  const began = performance.now();
  const count = (await system
    .clientOf('scoring')
    .put('/api/segments/preview', { name: 'draft', rule: { version: 1, when } }, 'POST')) as {
    matching: number;
    exact: boolean;
    error: number;
  };
  const ms = Math.round(performance.now() - began);
  return `${ms} (${count.matching}${count.exact ? ' exactly' : ` ± ${count.error}`})`;
}

async function backfilled(system: System, id: string, when: object): Promise<number> {
  const before = (await jobs(system)).length;
  const began = performance.now();
  await save(system, id, when);
  await until(async () => {
    const all = await jobs(system);
    return all.length > before && all.every(({ state }) => state === 'done');
  });
  return Math.round(customers / ((performance.now() - began) / 1000));
}

const jobs = async (system: System) =>
  ((await system.clientOf('scoring').get('/api/jobs?service=scoring&limit=100')) as { items: { state: string }[] })
    .items;

const save = (system: System, id: string, when: object) =>
  system.clientOf('scoring').put(`/api/segments/${id}`, { name: id, rule: { version: 1, when } });

const within = (name: string, amount: number) => ({
  ...{ kind: 'event', name, times: { atLeast: 1 }, within: { amount, unit: 'seconds' } },
});

/** @param fixed fields that replace those of every event */
function loadOf(system: System, run: string, fixed: object): Load {
  const customerOf = uniform(customers);
  return {
    target: { url: system.urlOf('ingestion'), path: '/v1/batch', writeKey: system.writeKey },
    eventOf: (number) => ({ ...eventOf(number, customerOf(number), run), ...fixed }),
    from: 0,
  };
}

async function count(db: Db, text: string): Promise<number> {
  const [row] = await db.query<{ n: number }>(text);
  return row?.n ?? 0;
}

async function until(done: () => Promise<boolean>): Promise<void> {
  while (!(await done())) await pause(50);
}

function print(figures: Figures): void {
  for (const [name, figure] of Object.entries(figures)) say(`  ${name.padEnd(48)} ${figure}`);
}

const say = (line: string) => process.stdout.write(`${line}\n`);

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exit(1);
});
