// node dist/test/load/src/pipeline.bench.js: from HTTP to action, beside the floor of the same run.
// Throughput until the last action is written, then latency by stage in an open loop at half of it.
// Medians of several runs with their range, as a table and as JSON.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Bus } from '@segue/bus';
import { actions, profiles, signals, touchpoints } from '@segue/contracts';
import { pause } from '../../e2e/src/pause';
import { QUIET_WITHIN_MS, System } from '../../e2e/src/system';
import { openFloor } from './floor';
import { type Load, sendAll, sendAtRate } from './sender';
import { setUp } from './set-up';

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    customers: { type: 'string', default: '20000' },
    events: { type: 'string', default: '20000' },
    seconds: { type: 'string', default: '15' },
    segments: { type: 'string', default: '10' },
    on: { type: 'string', default: 'standalone,kafka' },
  },
});
const runs = Number(values.runs);
const customers = Number(values.customers);
const events = Number(values.events);
const seconds = Number(values.seconds);

interface Quantiles {
  count: number;
  p50: number;
  p95: number;
  p99: number;
}
interface Run {
  acceptedPerSecond: number;
  eventsPerSecond: number;
  floorPerSecond: number;
  ratio: number;
  stages: Record<string, Quantiles>;
}

const STAGES = ['profile', 'scoring', 'campaign', 'delivery'] as const;

async function main(): Promise<void> {
  const results: Record<string, Run[]> = {};
  for (const kind of values.on.split(',')) {
    const system = kind === 'kafka' ? await System.onKafka() : await System.standalone();
    try {
      results[kind] = await measure(system, kind);
    } finally {
      await system.close();
    }
  }
  print(results);
  await mkdir('test-output', { recursive: true });
  await writeFile(
    'test-output/bench.json',
    `${JSON.stringify({ customers, events, segments: Number(values.segments), results }, null, 2)}\n`,
  );
  say('written to test-output/bench.json');
}

async function measure(system: System, kind: string): Promise<Run[]> {
  say(`${kind}: setting up ${values.segments} segments and ${customers} customers`);
  await setUp(system, Number(values.segments));
  const target = { url: system.urlOf('ingestion'), path: '/v1/batch', writeKey: system.writeKey };
  const load: Load = { target, customers, run: `${kind}-warm`, from: 0 };
  await sendAll(load, customers);
  // A millisecond more for each customer: a million are processed within a quarter of an hour.
  await system.quiet(QUIET_WITHIN_MS + customers);
  const floor = await openFloor({ databaseUrl: system.databaseUrl, kafkaBrokers: system.brokers, customers });
  const bus = system.openBus();
  const done: Run[] = [];
  try {
    for (let run = 1; run <= runs; run++) {
      const at = { ...load, run: `${kind}-${run}`, from: customers + run * events };
      const floorPerSecond = await floorRate(floor, { ...at, target: { ...target, url: floor.url, path: '/floor' } });
      const { acceptedPerSecond, eventsPerSecond } = await throughput(bus, at);
      const stages = await latency(system, { ...at, run: `${kind}-${run}-open` }, eventsPerSecond / 2);
      done.push({
        acceptedPerSecond,
        eventsPerSecond,
        floorPerSecond,
        ratio: eventsPerSecond / floorPerSecond,
        stages,
      });
      say(
        `${kind} run ${run}: ${Math.round(eventsPerSecond)} events/s, floor ${Math.round(floorPerSecond)}/s, p99 to action ${stages.campaign?.p99 ?? 0} ms`,
      );
    }
  } finally {
    await bus.close();
    await floor.close();
  }
  return done;
}

async function floorRate(floor: Awaited<ReturnType<typeof openFloor>>, load: Load): Promise<number> {
  const before = floor.done();
  const started = performance.now();
  await sendAll(load, events);
  while (floor.done() - before < events) await pause(5);
  return events / ((performance.now() - started) / 1000);
}

/**
 * Measures the time until the last event has passed all stages: accepted, profiled, scored,
 * decided, filed.
 */
async function throughput(bus: Bus, load: Load): Promise<Pick<Run, 'acceptedPerSecond' | 'eventsPerSecond'>> {
  const started = performance.now();
  const accepted = await sendAll(load, events);
  await drained(bus);
  const whole = (performance.now() - started) / 1000;
  return { acceptedPerSecond: events / accepted, eventsPerSecond: events / whole };
}

/**
 * In the order of the stages, so that one request is enough while the first is still at work:
 * requests are work for the measured system.
 */
const WAY = [
  [touchpoints.name, 'profile'],
  [profiles.name, 'scoring'],
  [signals.name, 'campaign'],
  [actions.name, 'delivery'],
] as const;

async function drained(bus: Bus): Promise<void> {
  for (const [topic, group] of WAY) while (await isBehind(bus, group, topic)) await pause(25);
}

const isBehind = async (bus: Bus, group: string, topic: string) =>
  (await bus.lag(group, topic)).some(({ committed, end }) => committed < end);

/** Stages are reported in slots of ten seconds; the pause excludes earlier events. */
async function latency(system: System, load: Load, rate: number): Promise<Run['stages']> {
  await pause(20_000);
  await sendAtRate({ ...load, from: 0 }, rate, seconds);
  await system.quiet();
  const stages: Run['stages'] = {};
  for (const stage of STAGES) {
    const path = `/api/status/${stage}?seconds=${seconds + 5}`;
    const status = (await system.clientOf(stage).get(path)) as { stages: Record<string, Quantiles> };
    const found = status.stages[stage];
    if (found) stages[stage] = found;
  }
  return stages;
}

function print(results: Record<string, Run[]>): void {
  for (const [kind, all] of Object.entries(results)) {
    say(`\n${kind}, ${customers} customers, ${values.segments} segments, ${all.length} runs, median (range)`);
    row(
      'events/s, HTTP to action',
      all.map((run) => run.eventsPerSecond),
    );
    row(
      'events/s accepted',
      all.map((run) => run.acceptedPerSecond),
    );
    row(
      'floor/s',
      all.map((run) => run.floorPerSecond),
    );
    row(
      'ratio',
      all.map((run) => run.ratio),
      2,
    );
    for (const stage of STAGES) {
      for (const quantile of ['p50', 'p99'] as const)
        row(
          `${stage} ${quantile}, ms`,
          all.map((run) => run.stages[stage]?.[quantile] ?? 0),
        );
    }
  }
}

function row(name: string, figures: number[], digits = 0): void {
  const sorted = [...figures].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  say(
    `  ${name.padEnd(28)} ${median.toFixed(digits).padStart(8)}  (${sorted[0]?.toFixed(digits)} … ${sorted.at(-1)?.toFixed(digits)})`,
  );
}

const say = (line: string) => process.stdout.write(`${line}\n`);

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exit(1);
});
