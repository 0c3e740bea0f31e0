// One run of one build on parts of its own: a child process of rows.bench.ts, which passes the plan
// as JSON and gets the figures of each row as a message once the row is done.
import { SegueClient } from '@segue/replay';
import { QUIET_WITHIN_MS } from '../../e2e/src/system';
import { type Kind, loadBuild } from './build';
import { uniform } from './customers';
import { eventOf } from './events';
import type { Options } from './options';
import { progress, say } from './progress';
import type { Bench } from './rows/row';
import { ROWS } from './rows/table';
import { sendAll } from './sender';

export interface Plan {
  /** Folder of the checkout whose build is measured. */
  root: string;
  kind: Kind;
  segments: number;
  options: Options;
}

/** Measures the rows; what was started ends also when the run is stopped or its parent is gone. */
async function main({ root, kind, segments, options }: Plan): Promise<void> {
  const stopped = untilStopped();
  const build = loadBuild(root);
  const system = await build.start(kind);
  const bus = system.openBus();
  try {
    await Promise.race([measured(benchOf({ build, kind, system, bus, options }), segments), stopped]);
  } finally {
    await bus.close();
    await system.close();
  }
}

async function measured(bench: Bench, segments: number): Promise<void> {
  await bench.build.setUp(bench.system, segments);
  await fill(bench);
  for (const name of bench.options.rows) {
    say(`  ${name}`);
    process.send?.({ [name]: await ROWS[name]?.(bench) });
  }
}

/** Rejects when this process is told to end, or when its parent has ended. */
function untilStopped(): Promise<never> {
  const stopped = new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const)
      process.on(signal, () => reject(new Error('stopped')));
  });
  stopped.catch(() => undefined);
  return stopped;
}

function benchOf(parts: Pick<Bench, 'build' | 'kind' | 'system' | 'bus' | 'options'>): Bench {
  const { system, options } = parts;
  const target = { url: system.urlOf('ingestion'), path: '/v1/batch', writeKey: system.writeKey };
  const { adminToken, writeKey } = system;
  let next = 0;
  return {
    ...parts,
    peak: undefined,
    // A millisecond for each customer: a million are processed within a quarter of an hour.
    patienceMs: QUIET_WITHIN_MS + options.customers,
    progress,
    clientOf: (service) => new SegueClient({ url: system.urlOf(service), adminToken, writeKey }),
    loadOf(customerOf, count) {
      const from = next;
      next += count;
      return { target, from, eventOf: (number) => eventOf(number, customerOf(number), 'bench') };
    },
  };
}

/** Sends an event of each customer over HTTP. */
async function fill(bench: Bench): Promise<void> {
  const { customers } = bench.options;
  await sendAll(bench.loadOf(uniform(customers), customers), customers, progress(customers, 'customers'));
  await bench.system.quiet(bench.patienceMs);
}

main(JSON.parse(process.argv[2] ?? '{}') as Plan).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${(error as Error).stack}\n`);
    process.exit(1);
  },
);
