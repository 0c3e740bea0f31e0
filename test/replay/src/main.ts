// node dist/test/replay/src/main.js <replay|import> <file>: streams an order file through the public HTTP API. `replay` lives through it again on an empty
// store; `import` adds it to a store as history, for which nothing is sent.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';
import { SegueClient } from './client';
import { orderEvents, readCdnow, readOrdersCsv } from './orders';
import { replay } from './replay';

const DAY = 86_400_000;
const AT_ONCE = 500;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string', default: process.env.SEGUE_URL ?? 'http://127.0.0.1:3000' },
    zone: { type: 'string', default: process.env.SEGUE_BRAND_ZONE ?? 'UTC' },
    currency: { type: 'string', default: process.env.SEGUE_CURRENCY ?? 'USD' },
    prefix: { type: 'string', default: '' },
    until: { type: 'string' },
    'no-hand-over': { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const [kind, file] = positionals;
  const { SEGUE_ADMIN_TOKEN: adminToken, SEGUE_WRITE_KEY: writeKey } = process.env;
  if ((kind !== 'replay' && kind !== 'import') || !file)
    throw new Error('usage: main.js <replay|import> <file> [--url …] [--zone …] [--until YYYY-MM-DD]');
  if (!adminToken || !writeKey) throw new Error('SEGUE_ADMIN_TOKEN and SEGUE_WRITE_KEY are needed');
  const text = await readFile(file, 'utf8');
  const rows = /\.csv$/i.test(file) ? readOrdersCsv(text) : readCdnow(text);
  const events = orderEvents(rows, { zone: values.zone, currency: values.currency, prefix: values.prefix });
  const client = new SegueClient({ url: values.url, adminToken, writeKey });
  const bar = new SingleBar(
    { format: `${kind} {bar} {value}/{total} {at} ETA {eta_formatted}` },
    Presets.shades_classic,
  );
  bar.start(events.length, 0, { at: '' });
  const onProgress = (done: number, _total: number, at: number) =>
    bar.update(done, { at: new Date(at).toISOString().slice(0, 10) });
  if (kind === 'replay') {
    const until = values.until === undefined ? {} : { until: Date.parse(values.until) };
    await replay(client, events, { markEveryMs: DAY, handOver: !values['no-hand-over'], onProgress, ...until });
  } else {
    await importAll(client, events, onProgress);
  }
  bar.stop();
}

async function importAll(
  client: SegueClient,
  events: readonly { timestamp: string }[],
  onProgress: (done: number, total: number, at: number) => void,
): Promise<void> {
  for (let from = 0; from < events.length; from += AT_ONCE) {
    const some = events.slice(from, from + AT_ONCE);
    await client.send(some, 'import');
    onProgress(from + some.length, events.length, Date.parse(some.at(-1)?.timestamp ?? ''));
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
});
