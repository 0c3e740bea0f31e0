// One run of an import: reads the file, waits until everything accepted before is read, and adds
// the orders. Ends early, with nothing stored, when it is cancelled or its process ends.
import { setImmediate as turn } from 'node:timers/promises';
import type { Bus } from '@segue/bus';
import {
  type Imported,
  type OrderStore,
  type ReadFile,
  currenciesInSteps,
  dayOrderInSteps,
  importOrders,
  readOrderFile,
} from '@segue/order-files';
import { type Clock, JobError, type Progress, inSlices } from '@segue/service';
import { dayOf } from '@segue/valuation';
import type { IngestionConfig } from '../config';
import { eventOptions } from './domain/options';
import { MAX_IMPORT_LINES, partsOf } from './domain/upload';
import { type Money, fileView, reportOf, unreadable } from './import.report';
import type { ImportStore, StoredImport } from './import.store';
import type { ImportReportView } from './report.views';
import { repeated } from './repetition';
import { untilRead } from './unread';

const READ_WITHIN_MS = 600_000;
/** Bytes that are parsed between two turns of the event loop. */
const PIECE_BYTES = 32_768;
const SAVE_EVERY_MS = 5_000;

/** Thrown to leave off: the import was cancelled, or its process ends. */
class LeftOff extends Error {}

export class ImportRun {
  constructor(
    private readonly given: StoredImport & { job: string },
    private readonly progress: Progress,
    private readonly store: Pick<ImportStore, 'part' | 'saveReport'>,
    private readonly bus: Bus,
    private readonly orders: OrderStore,
    private readonly config: Pick<IngestionConfig, 'SEGUE_CURRENCY' | 'SEGUE_RATES_FILE'>,
    private readonly clock: Clock,
  ) {}

  /** @throws {JobError} when the file cannot be read; the reason is in the report. */
  async run(): Promise<void> {
    // A process ended between the last report and the end of its job.
    if (this.given.report?.result) return;
    try {
      await this.importAll();
    } catch (error) {
      if (!(error instanceof LeftOff) && !this.progress.signal.aborted) throw error;
    }
  }

  private async importAll(): Promise<void> {
    const { terms } = this.given;
    const { signal } = this.progress;
    const read = await this.read();
    const currencies = await inSlices(currenciesInSteps(read.file.orders, terms.currency));
    const file = fileView(read, currencies, this.money());
    const rows = await inSlices(dayOrderInSteps(read.file.orders));
    const save = (unread: number, imported: Imported | null) =>
      this.save(reportOf(file, read.file.faults, unread, imported));
    await this.note(0, rows.length);
    await save(NaN, null);
    let savedAt = 0;
    const unread = await untilRead(this.bus, READ_WITHIN_MS, signal, async (count) => {
      if (this.clock.now() - savedAt < SAVE_EVERY_MS) return;
      savedAt = this.clock.now();
      await save(count, null);
    });
    this.assertGoesOn();
    const imported = await importOrders(this.orders, rows, eventOptions(terms, read.file.kind), async (done) => {
      await this.note(done);
      return !signal.aborted;
    });
    this.assertGoesOn();
    await save(unread, imported);
  }

  private async read(): Promise<ReadFile> {
    const { terms } = this.given;
    const options = { ...terms, today: dayOf(this.clock.now(), terms.zone), maxLines: MAX_IMPORT_LINES };
    try {
      return await readOrderFile(() => this.pieces(), terms.encoding, options, inSlices);
    } catch (error) {
      this.assertGoesOn();
      // The report may quote the file, the job must not.
      await this.save(unreadable((error as Error).message));
      throw new JobError('the file cannot be read; the report of the import names the reason');
    }
  }

  private money(): Money {
    const { SEGUE_CURRENCY: storeCurrency, SEGUE_RATES_FILE: rates } = this.config;
    return { storeCurrency, hasRates: rates !== undefined, assumedCurrency: this.given.terms.currency };
  }

  private async *pieces(): AsyncGenerator<Buffer> {
    const { id, size } = this.given;
    for (let number = 0; number < partsOf(size); number++) {
      const part = await this.persistently(() => this.store.part(id, number));
      if (part === null) throw new Error(`part ${number} of the upload is gone: upload the file again`);
      for (let from = 0; from < part.length; from += PIECE_BYTES) {
        await turn();
        this.assertGoesOn();
        yield part.subarray(from, from + PIECE_BYTES);
      }
    }
  }

  private save(report: ImportReportView): Promise<void> {
    return this.persistently(() => this.store.saveReport(this.given.id, this.given.job, report));
  }

  private note(done: number, total?: number): Promise<void> {
    return this.persistently(() => this.progress.report(done, total));
  }

  /** Repeats a statement until the database answers or the run must end. */
  private persistently<T>(work: () => Promise<T>): Promise<T> {
    return repeated(work, () => true, this.progress.signal);
  }

  private assertGoesOn(): void {
    if (this.progress.signal.aborted) throw new LeftOff();
  }
}
