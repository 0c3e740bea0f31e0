// node dist/test/replay/src/main.js <file>: replays an order file on an empty store through the
// public HTTP API. Nothing is sent if a line cannot be read. (To add orders to a store as history:
// `npm run import`.)
import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { eachOrderEvent, inDayOrder, readOrderFile } from '@segue/order-files';
import { dayOf } from '@segue/valuation';
import { SegueClient } from './client';
import { replay } from './replay';

const DAY = 86_400_000;
const SHOW_EVERY_MS = 5_000;
const USAGE = [
  'usage: main.js <file> [options]',
  '  --url      where Segue is; http://127.0.0.1:$PORT, or SEGUE_URL',
  '  --zone     IANA zone in which days begin; SEGUE_BRAND_ZONE, or UTC',
  '  --currency ISO 4217, of amounts for which the file names none; SEGUE_CURRENCY, or USD',
  '  --prefix   tells customers and orders of this file apart from those of others',
  '  --until    YYYY-MM-DD',
].join('\n');

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string', default: process.env.SEGUE_URL ?? `http://127.0.0.1:${process.env.PORT || 3000}` },
    zone: { type: 'string', default: process.env.SEGUE_BRAND_ZONE || 'UTC' },
    currency: { type: 'string', default: process.env.SEGUE_CURRENCY || 'USD' },
    prefix: { type: 'string', default: '' },
    until: { type: 'string' },
    'no-hand-over': { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const [name] = positionals;
  if (!name) throw new Error(USAGE);
  const { zone, currency, prefix, until } = values;
  const options = { zone, currency, today: dayOf(Date.now(), zone) };
  const { file } = await readOrderFile(() => createReadStream(name), undefined, options);
  for (const { line, column, message } of file.faults)
    process.stderr.write(`line ${line}${column === '' ? '' : `, ${column}`}: ${message}\n`);
  // A replay cannot be repeated, since the store is no longer empty.
  if (file.skipped > 0) throw new Error('nothing was replayed: correct these lines first');
  const events = [...eachOrderEvent(inDayOrder(file.orders), { zone, currency, prefix, kind: file.kind })];
  let shownAt = 0;
  await replay(clientOfEnvironment(), events, {
    markEveryMs: DAY,
    handOver: !values['no-hand-over'],
    onProgress: (done, total, at) => {
      if (done < total && Date.now() - shownAt < SHOW_EVERY_MS) return;
      shownAt = Date.now();
      process.stderr.write(`replay: ${done} of ${total} orders, ${dayOf(at, zone)}\n`);
    },
    ...(until !== undefined && { until: Date.parse(until) }),
  });
}

function clientOfEnvironment(): SegueClient {
  const { SEGUE_ADMIN_TOKEN: adminToken, SEGUE_WRITE_KEY: writeKey } = process.env;
  if (!adminToken || !writeKey) throw new Error('SEGUE_ADMIN_TOKEN and SEGUE_WRITE_KEY are needed');
  return new SegueClient({ url: values.url, adminToken, writeKey });
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
});
