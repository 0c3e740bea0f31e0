// node dist/test/load/src/lanes.bench.js: what an import costs live traffic. Latency by stage of
// live events at a fixed rate, alone and beside an import of orders, in turn in the same run; and
// the speed of the import meanwhile.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { touchpointsBulk } from '@segue/contracts';
import { System, pause } from '../../e2e/src/system';
import { sendAll, sendAtRate } from './sender';
import { setUp } from './set-up';

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    orders: { type: 'string', default: '1000000' },
    customers: { type: 'string', default: '20000' },
    rate: { type: 'string', default: '75' },
    seconds: { type: 'string', default: '30' },
    segments: { type: 'string', default: '10' },
    on: { type: 'string', default: 'standalone' },
  },
});
const orders = Number(values.orders);
const customers = Number(values.customers);
const rate = Number(values.rate);
const seconds = Number(values.seconds);
const BATCH = 500;

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
  await system.quiet();
  const alone = await latency(system, { ...load, run: `${kind}-alone` });
  const ended = new AbortController();
  const importing = importOrders(system, ended.signal);
  const before = await passedOn(system);
  const beside = await latency(system, { ...load, run: `${kind}-beside` });
  const after = await passedOn(system);
  ended.abort();
  const accepted = await importing;
  const perSecond = (after.done - before.done) / ((after.at - before.at) / 1000);
  for (const stage of STAGES) {
    const [a, b] = [alone[stage], beside[stage]];
    say(
      `${kind} ${stage}: p50 ${a?.p50} → ${b?.p50} ms, p99 ${a?.p99} → ${b?.p99} ms (× ${((b?.p99 ?? 0) / (a?.p99 ?? 1)).toFixed(2)})`,
    );
  }
  say(
    `${kind} import: ${accepted} orders accepted, ${Math.round(perSecond)} passed on a second beside ${rate} live events`,
  );
  return { alone, beside, accepted, perSecond };
}

/** Stages are reported in slots of ten seconds: the pause keeps earlier events out of them. */
async function latency(system: System, load: Parameters<typeof sendAtRate>[0]): Promise<Stages> {
  await pause(12_000);
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
 * Imports orders until all are accepted or `stop` is signalled. Resolves with the number accepted.
 */
async function importOrders(system: System, stop: AbortSignal): Promise<number> {
  const client = system.clientOf('ingestion');
  for (let from = 0; from < orders; from += BATCH) {
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
