// node dist/test/load/src/lanes.bench.js: the cost of an import for live traffic. Latency by stage
// of live events at a fixed rate, alternately alone and beside an import of orders, and the speed
// of the import. Medians over the turns, since single p99s suffer when the disk stalls.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { touchpointsBulk } from '@segue/contracts';
import { pause } from '../../e2e/src/pause';
import { System } from '../../e2e/src/system';
import { sendAll, sendAtRate } from './sender';
import { setUp } from './set-up';

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    orders: { type: 'string', default: '1000000' },
    customers: { type: 'string', default: '20000' },
    rate: { type: 'string', default: '75' },
    seconds: { type: 'string', default: '30' },
    rounds: { type: 'string', default: '5' },
    segments: { type: 'string', default: '10' },
    on: { type: 'string', default: 'standalone' },
  },
});
const orders = Number(values.orders);
const customers = Number(values.customers);
const rate = Number(values.rate);
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const BATCH = 500;
/** Stages are reported in slots of ten seconds; the pause excludes earlier events. */
const OTHER_SLOT_MS = 12_000;
const DRAINED_WITHIN_MS = 1_800_000;

interface Quantiles {
  p50: number;
  p99: number;
}
type Stages = Record<string, Quantiles>;

const STAGES = ['profile', 'scoring', 'campaign'] as const;

async function main(): Promise<void> {
  const results: Record<string, object> = {};
  for (const kind of values.on.split(',')) {
    const system = kind === 'kafka' ? await System.onKafka() : await System.standalone();
    try {
      results[kind] = await measure(system, kind);
    } finally {
      await system.close();
    }
  }
  await mkdir('test-output', { recursive: true });
  await writeFile('test-output/lanes.json', `${JSON.stringify({ orders, customers, rate, results }, null, 2)}\n`);
}

async function measure(system: System, kind: string): Promise<object> {
  await setUp(system, Number(values.segments));
  const target = { url: system.urlOf('ingestion'), path: '/v1/batch', writeKey: system.writeKey };
  const load = { target, customers, run: `${kind}-warm`, from: 0 };
  await sendAll(load, customers);
  const all: { alone: Stages; beside: Stages; perSecond: number }[] = [];
  let accepted = 0;
  for (let round = 0; round < rounds; round++) {
    await system.quiet(DRAINED_WITHIN_MS);
    await pause(OTHER_SLOT_MS);
    const alone = await latency(system, { ...load, run: `${kind}-alone-${round}` });
    await pause(OTHER_SLOT_MS);
    const ended = new AbortController();
    const importing = importOrders(system, accepted, ended.signal);
    const before = await passedOn(system);
    const beside = await latency(system, { ...load, run: `${kind}-beside-${round}` });
    const after = await passedOn(system);
    ended.abort();
    accepted = await importing;
    all.push({ alone, beside, perSecond: (after.done - before.done) / ((after.at - before.at) / 1000) });
  }
  for (const stage of STAGES) {
    const of = (when: 'alone' | 'beside', quantile: keyof Quantiles) =>
      median(all.map((one) => one[when][stage]?.[quantile] ?? 0));
    const p99 = { alone: of('alone', 'p99'), beside: of('beside', 'p99') };
    say(
      `${kind} ${stage}: p50 ${of('alone', 'p50')} → ${of('beside', 'p50')} ms, ` +
        `p99 ${p99.alone} → ${p99.beside} ms (× ${(p99.beside / p99.alone).toFixed(2)})`,
    );
  }
  const perSecond = Math.round(median(all.map((one) => one.perSecond)));
  say(`${kind} import: ${accepted} orders accepted, ${perSecond} passed on a second beside ${rate} live events`);
  return { all, accepted, perSecond };
}

const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] as number;

async function latency(system: System, load: Parameters<typeof sendAtRate>[0]): Promise<Stages> {
  await sendAtRate(load, rate, seconds);
  await pause(1_000);
  const stages: Stages = {};
  for (const stage of STAGES) {
    const status = (await system.clientOf(stage).get(`/api/status/${stage}?seconds=${seconds}`)) as { stages: Stages };
    if (status.stages[stage]) stages[stage] = status.stages[stage];
  }
  return stages;
}

async function passedOn(system: System): Promise<{ at: number; done: number }> {
  const { lag } = (await system.clientOf('ingestion').get('/api/status/ingestion')) as {
    lag: { topic: string; partitions: { committed: string }[] }[];
  };
  const partitions = lag.find(({ topic }) => topic === touchpointsBulk.name)?.partitions ?? [];
  return { at: performance.now(), done: partitions.reduce((sum, { committed }) => sum + Number(committed), 0) };
}

/**
 * Imports orders from this number on until `stop` is aborted. Resolves with the number of the next
 * order.
 */
async function importOrders(system: System, first: number, stop: AbortSignal): Promise<number> {
  const client = system.clientOf('ingestion');
  for (let from = first; from < orders; from += BATCH) {
    if (stop.aborted) return from;
    await client.offer(
      Array.from({ length: BATCH }, (_, place) => orderOf(from + place)),
      'import',
    );
  }
  return orders;
}

function orderOf(number: number): object {
  return {
    type: 'track',
    event: 'Order Completed',
    userId: `imported-${(number * 7_919) % 100_000}`,
    messageId: `import-${number}`,
    timestamp: new Date(Date.now() - (1 + (number % 700)) * 86_400_000).toISOString(),
    properties: { order_id: `import-${number}`, total: (5 + (number % 7_000) / 100).toFixed(2), currency: 'USD' },
  };
}

const say = (line: string) => process.stdout.write(`${line}\n`);

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exit(1);
});
