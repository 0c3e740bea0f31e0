// node dist/test/replay/src/main.js <replay|import|check> <file>: streams an order file through the public HTTP API. `replay` lives through it again on an
// empty store; `import` adds it to a store as history, for which nothing is sent; `check` only reads it. Ends with 1 when anything was left out.
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { dayOf } from '@segue/valuation';
import { Presets, SingleBar } from 'cli-progress';
import { SegueClient } from './client';
import { importOrders } from './import';
import { orderEvents, readCdnow } from './orders';
import { type OrderFile, type RowFault, FAULTS_KEPT, readOrdersCsv } from './orders-csv';
import { replay } from './replay';

const DAY = 86_400_000;
const USAGE =
  'usage: main.js <replay|import|check> <file> [--url …] [--zone …] [--currency …] [--prefix …] [--until YYYY-MM-DD]';
const KINDS = ['replay', 'import', 'check'] as const;
type Kind = (typeof KINDS)[number];

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
  const [kind, name] = positionals;
  if (!isKind(kind) || !name) throw new Error(USAGE);
  const file = await read(name);
  tell(file.faults);
  say(`${name}: ${file.orders.length} orders on ${file.lines - file.skipped} of ${file.lines} lines`);
  if (file.skipped > 0) process.exitCode = 1;
  if (kind === 'check') return;
  // A replay cannot be mended: the store is not empty any more.
  if (kind === 'replay' && file.skipped > 0) throw new Error('nothing was replayed: mend these lines first');
  await send(kind, file);
}

async function read(name: string): Promise<OrderFile> {
  if (/\.csv$/i.test(name)) {
    const today = dayOf(Date.now(), values.zone);
    return readOrdersCsv(createReadStream(name, 'utf8'), { currency: values.currency, today });
  }
  const orders = readCdnow(await readFile(name, 'utf8'));
  return { orders, faults: [], lines: orders.length, skipped: 0 };
}

async function send(kind: 'replay' | 'import', { orders }: OrderFile): Promise<void> {
  const { SEGUE_ADMIN_TOKEN: adminToken, SEGUE_WRITE_KEY: writeKey } = process.env;
  if (!adminToken || !writeKey) throw new Error('SEGUE_ADMIN_TOKEN and SEGUE_WRITE_KEY are needed');
  const client = new SegueClient({ url: values.url, adminToken, writeKey });
  const options = { zone: values.zone, currency: values.currency, prefix: values.prefix };
  const bar = new SingleBar(
    { format: `${kind} {bar} {value}/{total} {at} ETA {eta_formatted}` },
    Presets.shades_classic,
  );
  let sent = 0;
  const onProgress = (done: number, _total: number, at: number) => {
    sent = done;
    bar.update(done, { at: new Date(at).toISOString().slice(0, 10) });
  };
  bar.start(orders.length, 0, { at: '' });
  try {
    if (kind === 'replay') {
      const until = values.until === undefined ? {} : { until: Date.parse(values.until) };
      const handOver = !values['no-hand-over'];
      await replay(client, orderEvents(orders, options), { markEveryMs: DAY, handOver, onProgress, ...until });
    } else {
      const refused = await importOrders(client, orders, options, onProgress);
      bar.stop();
      tell(refused.slice(0, FAULTS_KEPT));
      say(`${orders.length - refused.length} orders are in, ${refused.length} were refused`);
      if (refused.length > 0) process.exitCode = 1;
    }
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${sent} of ${orders.length} orders are in: the same again goes on`);
  } finally {
    bar.stop();
  }
}

function tell(faults: readonly RowFault[]): void {
  for (const { line, column, message } of faults)
    process.stderr.write(`line ${line}${column === '' ? '' : `, ${column}`}: ${message}\n`);
}

const say = (text: string) => process.stdout.write(`${text}\n`);

const isKind = (kind: string | undefined): kind is Kind => (KINDS as readonly (string | undefined)[]).includes(kind);

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
});
