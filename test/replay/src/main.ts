// node dist/test/replay/src/main.js <replay|import|check> <file>: streams an order file through the
// public HTTP API. `replay` lives through it again on an empty store; `import` adds it to a store
// as history, for which nothing is sent; `check` only reads it. Ends with 1 when a line or an order
// was refused.
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { isCurrency } from '@segue/orders';
import { dayOf } from '@segue/valuation';
import { type Brand, SegueClient } from './client';
import { CUSTOMER_KINDS, type CustomerKind } from './columns';
import { type Imported, importOrders } from './import';
import { eachOrderEvent, inDayOrder, isCdnow, readCdnow } from './orders';
import type { OrderFile, RowFault } from './order-file';
import { readOrdersCsv } from './orders-csv';
import { Progress } from './progress';
import { replay } from './replay';
import { aboutCurrencies, aboutFile, aboutImport } from './report';
import { ENCODINGS, type Encoding, isEncoding, recognise, textOf } from './text';

const DAY = 86_400_000;
const MB = { name: 'MB', size: 1_000_000 };
const EVENTS = { name: 'events', size: 1 };
const ORDERS = { name: 'orders', size: 1 };
const USAGE = [
  'usage: main.js <replay|import|check> <file> [options]',
  '  --url           where Segue is; http://127.0.0.1:$PORT, or SEGUE_URL',
  "  --zone          IANA zone in which days begin; the store's",
  "  --currency      ISO 4217, of amounts for which the file names none; the store's",
  `  --customer-kind what the customer column holds: ${CUSTOMER_KINDS.join(', ')}; as the column's name says`,
  "  --country       ISO 3166-1, of phone numbers without a prefix; the store's",
  `  --encoding      ${ENCODINGS.join(', ')}; as the bytes say`,
  '  --leave-out     states, by comma, whose lines are no orders: refunded,pending',
  '  --prefix        tells customers and orders of this file apart from those of others',
  '  --until         YYYY-MM-DD, of a replay',
].join('\n');
const KINDS = ['replay', 'import', 'check'] as const;
type Kind = (typeof KINDS)[number];

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string', default: process.env.SEGUE_URL ?? `http://127.0.0.1:${process.env.PORT || 3000}` },
    zone: { type: 'string' },
    currency: { type: 'string' },
    country: { type: 'string' },
    'customer-kind': { type: 'string' },
    encoding: { type: 'string' },
    'leave-out': { type: 'string', default: '' },
    prefix: { type: 'string', default: '' },
    until: { type: 'string' },
    'no-hand-over': { type: 'boolean', default: false },
  },
});

/** How the file is read and sent: options before what the store says. */
interface Terms {
  zone: string;
  currency: string;
  country?: string;
  kind?: CustomerKind;
}

async function main(): Promise<void> {
  const [kind, name] = positionals;
  if (!isKind(kind) || !name) throw new Error(USAGE);
  const encoding = encodingTold();
  const client = kind === 'check' ? null : clientOfEnvironment();
  const brand = client === null ? brandOfEnvironment() : await client.brand();
  const terms = termsOf(brand);
  const file = await read(name, terms, encoding);
  printFaults(file.faults);
  for (const line of aboutFile(name, file)) say(line);
  for (const line of aboutCurrencies(file.orders, terms.currency, brand)) say(line);
  if (file.skipped > 0) process.exitCode = 1;
  if (client === null) return;
  // A replay cannot be mended: the store is not empty any more.
  if (kind === 'replay' && file.skipped > 0) throw new Error('nothing was replayed: correct these lines first');
  const options = { zone: terms.zone, currency: terms.currency, prefix: values.prefix, kind: file.kind };
  if (kind === 'replay') await replayFile(client, file, options);
  else await importFile(client, file, options);
}

function encodingTold(): Encoding | undefined {
  const { encoding } = values;
  if (encoding !== undefined && !isEncoding(encoding)) throw new Error(`--encoding: one of ${ENCODINGS.join(', ')}`);
  return encoding;
}

function clientOfEnvironment(): SegueClient {
  const { SEGUE_ADMIN_TOKEN: adminToken, SEGUE_WRITE_KEY: writeKey } = process.env;
  if (!adminToken || !writeKey) throw new Error('SEGUE_ADMIN_TOKEN and SEGUE_WRITE_KEY are needed');
  return new SegueClient({ url: values.url, adminToken, writeKey });
}

/** What a server with this environment would say. */
function brandOfEnvironment(): Brand {
  const { SEGUE_CURRENCY, SEGUE_BRAND_ZONE, SEGUE_COUNTRY, SEGUE_RATES_FILE } = process.env;
  return {
    currency: SEGUE_CURRENCY || values.currency || 'USD',
    zone: SEGUE_BRAND_ZONE || 'UTC',
    country: SEGUE_COUNTRY || null,
    hasRates: Boolean(SEGUE_RATES_FILE),
  };
}

function termsOf(brand: Brand): Terms {
  const { 'customer-kind': kind, country = brand.country ?? undefined } = values;
  if (kind !== undefined && !isCustomerKind(kind))
    throw new Error(`--customer-kind: one of ${CUSTOMER_KINDS.join(', ')}`);
  const currency = values.currency ?? brand.currency;
  if (!isCurrency(currency)) throw new Error('--currency: must be an ISO 4217 code such as USD');
  return {
    zone: values.zone ?? brand.zone,
    currency,
    ...(country !== undefined && { country }),
    ...(kind !== undefined && { kind }),
  };
}

async function read(name: string, terms: Terms, given: Encoding | undefined): Promise<OrderFile> {
  const { size } = await stat(name);
  const progress = new Progress('reading', size, MB);
  try {
    const open = () => createReadStream(name);
    const { encoding, example } = given === undefined ? await recognise(open) : { encoding: given, example: '' };
    if (encoding !== 'utf-8')
      say(`${name}: read as ${encoding}${example === '' ? '' : `: "${example}"`} (--encoding says otherwise)`);
    if (isCdnow(await firstOf(textOf(open(), encoding)))) return cdnow(await readFile(name, 'utf8'));
    const today = dayOf(Date.now(), terms.zone);
    const leaveOut = values['leave-out'].split(',').filter((state) => state !== '');
    return await readOrdersCsv(textOf(counted(open(), progress), encoding), { ...terms, today, leaveOut });
  } finally {
    progress.stop();
  }
}

async function firstOf(pieces: AsyncIterable<string>): Promise<string> {
  for await (const piece of pieces) return piece;
  return '';
}

async function* counted(chunks: AsyncIterable<Buffer>, progress: Progress): AsyncGenerator<Buffer> {
  let done = 0;
  for await (const chunk of chunks) {
    yield chunk;
    progress.update((done += chunk.length));
  }
}

function cdnow(text: string): OrderFile {
  const orders = readCdnow(text);
  const none = { faults: [], skipped: 0, noOne: 0, leftOut: new Map(), doubtful: new Map(), unknown: new Map() };
  return { orders, ...none, lines: orders.length, kind: 'userId' };
}

type Sending = Parameters<typeof importOrders>[2];

async function replayFile(client: SegueClient, { orders }: OrderFile, options: Sending): Promise<void> {
  const until = values.until === undefined ? {} : { until: Date.parse(values.until) };
  const handOver = !values['no-hand-over'];
  const events = [...eachOrderEvent(inDayOrder(orders), options)];
  await withProgress('replay', orders.length, options.zone, (onProgress) =>
    replay(client, events, { markEveryMs: DAY, handOver, onProgress, ...until }),
  );
}

async function importFile(client: SegueClient, { orders }: OrderFile, options: Sending): Promise<void> {
  const behind = await untilRead(client);
  const result: Imported = await withProgress('import', orders.length, options.zone, (onProgress) =>
    importOrders(client, orders, options, onProgress),
  );
  printFaults(result.faults);
  for (const line of aboutImport(result, behind)) say(line);
  if (result.refused + result.differs + result.ofAnother > 0) process.exitCode = 1;
}

const READ_WITHIN_MS = 600_000;

/**
 * What was sent before is found only once the server has read it. Resolves with how much it has
 * not.
 */
async function untilRead(client: SegueClient): Promise<number> {
  let progress: Progress | null = null;
  let most = 0;
  try {
    return await client.untilRead(READ_WITHIN_MS, (unread) => {
      if (Number.isNaN(unread)) return;
      most ||= unread;
      progress ??= new Progress('Segue reads what came before', most, EVENTS);
      progress.update(Math.max(0, most - unread));
    });
  } finally {
    (progress as Progress | null)?.stop();
  }
}

type OnProgress = (done: number, total: number, at: number) => void;

/** Shows how far a run is, with the day that it reached in `zone`. */
async function withProgress<T>(
  what: string,
  total: number,
  zone: string,
  run: (onProgress: OnProgress) => Promise<T>,
): Promise<T> {
  const progress = new Progress(what, total, ORDERS);
  let done = 0;
  try {
    return await run((now, _total, at) => {
      done = now;
      progress.update(done, dayOf(at, zone));
    });
  } catch (error) {
    throw new Error(
      `${(error as Error).message}\n${done} of ${total} orders were gone through: the same again goes on`,
    );
  } finally {
    progress.stop();
  }
}

function printFaults(faults: readonly RowFault[]): void {
  for (const { line, column, message } of faults)
    process.stderr.write(`line ${line}${column === '' ? '' : `, ${column}`}: ${message}\n`);
}

const say = (text: string) => process.stdout.write(`${text}\n`);

const isKind = (kind: string | undefined): kind is Kind => (KINDS as readonly (string | undefined)[]).includes(kind);
const isCustomerKind = (kind: string): kind is CustomerKind => (CUSTOMER_KINDS as readonly string[]).includes(kind);

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
});
