// node dist/services/ingestion/cli/main.js <import|check> <file>: adds an order file to a store as
// history, for which nothing is sent. The server reads and imports it as a job; `check` reads it
// locally, without a server. Exits with 1 if a line or an order was refused.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { atOnce } from '@segue/contracts';
import { currenciesInSteps, readOrderFile } from '@segue/order-files';
import { dayOf } from '@segue/valuation';
import { type ImportOptions, termsOf } from '../src/imports/domain/options';
import { fileView } from '../src/imports/import.report';
import type { ImportFileView, ImportReportView } from '../src/imports/report.views';
import type { ImportView } from '../src/imports/import.views';
import { ImportClient } from './client';
import { commandLine } from './command-line';
import { Progress } from './progress';
import { aboutCurrencies, aboutEncoding, aboutFile, aboutImport } from './report';

const POLL_MS = 500;
const MB = { name: 'MB', size: 1_000_000 };
const ORDERS = { name: 'orders', size: 1 };

async function main(): Promise<void> {
  const { kind, path, url, options } = commandLine();
  if (kind === 'check') await check(path, options);
  else await importFile(path, url, options);
}

async function check(path: string, options: ImportOptions): Promise<void> {
  const { SEGUE_CURRENCY, SEGUE_BRAND_ZONE, SEGUE_COUNTRY, SEGUE_RATES_FILE } = process.env;
  const currency = SEGUE_CURRENCY || options.currency || 'USD';
  const terms = termsOf(options, { currency, zone: SEGUE_BRAND_ZONE || 'UTC', country: SEGUE_COUNTRY || undefined });
  const { size } = await stat(path);
  const progress = new Progress('reading', size, MB);
  try {
    const today = dayOf(Date.now(), terms.zone);
    const read = await readOrderFile(() => counted(path, progress), terms.encoding, { ...terms, today });
    progress.stop();
    const money = { storeCurrency: currency, hasRates: Boolean(SEGUE_RATES_FILE), assumedCurrency: terms.currency };
    print({ faults: read.file.faults });
    describe(path, fileView(read, atOnce(currenciesInSteps(read.file.orders, terms.currency)), money));
  } finally {
    progress.stop();
  }
}

async function* counted(path: string, progress: Progress): AsyncGenerator<Buffer> {
  let done = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    yield chunk;
    progress.update((done += chunk.length));
  }
}

async function importFile(path: string, url: string, options: ImportOptions): Promise<void> {
  const token = process.env.SEGUE_ADMIN_TOKEN;
  if (!token) throw new Error('SEGUE_ADMIN_TOKEN is needed');
  const client = new ImportClient(url, token);
  const { size } = await stat(path);
  if (size === 0) throw new Error(`${path} is empty`);
  const created = await client.create({ name: basename(path).slice(0, 200), size, ...options });
  const uploading = new Progress('upload', size, MB);
  await client.upload(created, path, (sent) => uploading.update(sent)).finally(() => uploading.stop());
  await client.start(created.id);
  const { report, state } = await untilDone(client, created.id, path);
  if (report?.error) throw new Error(report.error);
  if (!report?.result) throw new Error(`the import is ${state}: the same again goes on`);
  print({ faults: report.faults });
  for (const line of aboutImport(report.result, report)) say(line);
  const { refused, differs, ofAnother } = report.result;
  if (refused + differs + ofAnother > 0) process.exitCode = 1;
}

/** Shows the progress of an import. Resolves when it has ended. */
async function untilDone(client: ImportClient, id: string, path: string): Promise<ImportView> {
  let progress: Progress | null = null;
  try {
    for (;;) {
      const view = await client.show(id);
      if (progress === null && view.report?.file) {
        describe(path, view.report.file);
        progress = new Progress('import', view.total ?? 0, ORDERS);
      }
      progress?.update(view.done);
      if (view.state !== 'running' && view.state !== 'lost') return view;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  } finally {
    progress?.stop();
  }
}

function describe(path: string, file: ImportFileView): void {
  const encoding = aboutEncoding(path, file);
  if (encoding !== null) say(encoding);
  for (const line of [...aboutFile(path, file), ...aboutCurrencies(file)]) say(line);
  if (file.skipped > 0) process.exitCode = 1;
}

function print({ faults }: Pick<ImportReportView, 'faults'>): void {
  for (const { line, column, message } of faults)
    process.stderr.write(`line ${line}${column === '' ? '' : `, ${column}`}: ${message}\n`);
}

const say = (text: string) => process.stdout.write(`${text}\n`);

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
});
