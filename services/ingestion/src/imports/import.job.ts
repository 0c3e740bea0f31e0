// Imports as jobs: each reads its file, waits until everything accepted before is processed, and
// adds the orders. One at a time in a process, since the orders of a file are kept in memory. A job
// that ended with its process starts again from the beginning; orders that are in are skipped.
import { setImmediate as turn } from 'node:timers/promises';
import { type Bus, type Log } from '@segue/bus';
import { type ReadFile, dayOrderInSteps, importOrders, readOrderFile } from '@segue/order-files';
import {
  BUS,
  CLOCK,
  type Clock,
  JobError,
  Jobs,
  LOG,
  ServiceClient,
  type Progress,
  Rounds,
  inSlices,
} from '@segue/service';
import { dayOf } from '@segue/valuation';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Receipts } from '../accept/receipts';
import { TouchpointIntake } from '../accept/touchpoint.intake';
import { IngestionConfig } from '../config';
import { eventOptions } from './domain/options';
import { ImportOrders } from './import.orders';
import { type Money, reportOf, unreadable } from './import.report';
import { ImportStore, type StoredImport } from './import.store';
import { untilRead } from './unread';

const KIND = 'import';
const LOOK_FOR_LOST_MS = 10_000;
const READ_WITHIN_MS = 600_000;
/** Bytes that are parsed between two turns of the event loop. */
const PIECE_BYTES = 32_768;

@Injectable()
export class ImportJobs implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: Rounds;
  private before: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: ImportStore,
    private readonly intake: TouchpointIntake,
    private readonly receipts: Receipts,
    private readonly profile: ServiceClient,
    @Inject(BUS) private readonly bus: Bus,
    private readonly jobs: Jobs,
    private readonly config: IngestionConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) log: Log,
  ) {
    this.rounds = new Rounds(log, 'lost imports could not be looked for');
  }

  onApplicationBootstrap(): void {
    this.rounds.every(LOOK_FOR_LOST_MS, () => this.resume());
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  /** Starts an import; resolves with false if another process has. */
  async start(given: StoredImport): Promise<boolean> {
    let decide: (isOurs: boolean) => void = () => undefined;
    const isOurs = new Promise<boolean>((resolve) => (decide = resolve));
    const detail = { import: given.id, resumes: given.job };
    const job = await this.jobs.start(
      KIND,
      null,
      async (progress) => void ((await isOurs) && (await this.next(given, progress))),
      detail,
    );
    const claimed = await this.store.claim(given.id, given.job, job.id);
    if (!claimed) await this.jobs.cancel(job.id);
    decide(claimed);
    return claimed;
  }

  /** Restarts lost imports, and deletes parts that are no longer needed. */
  private async resume(): Promise<void> {
    for (const given of await this.store.underWay()) {
      const job = await this.jobs.find(given.job as string);
      if (job?.state === 'running') continue;
      if (job?.state === 'lost') await this.start(given);
      else await this.store.deleteParts(given.id);
    }
  }

  /** Runs an import after those that this process has started before. */
  private next(given: StoredImport, progress: Progress): Promise<void> {
    const own = this.before.then(() => this.run(given, progress));
    this.before = own.catch(() => undefined);
    return own;
  }

  private async run(given: StoredImport, progress: Progress): Promise<void> {
    const { terms } = given;
    const read = await this.read(given);
    const rows = await inSlices(dayOrderInSteps(read.file.orders));
    await progress.report(0, rows.length);
    await this.store.saveReport(given.id, reportOf(read, this.moneyOf(given), NaN, null));
    const unread = await untilRead(this.bus, READ_WITHIN_MS, progress.signal);
    if (progress.signal.aborted) return;
    const orders = new ImportOrders(this.profile, this.intake, this.receipts, this.clock, progress.signal);
    const imported = await importOrders(orders, rows, eventOptions(terms, read.file.kind), async (done) => {
      await progress.report(done);
      return !progress.signal.aborted;
    });
    // An import is restarted after its process ended, but not after it was cancelled.
    if (progress.signal.aborted) return;
    await this.store.saveReport(given.id, reportOf(read, this.moneyOf(given), unread, imported));
    await this.store.deleteParts(given.id);
  }

  /**
   * Reads the file. @throws {JobError} once the reason is in the report, since it may quote the
   * file.
   */
  private async read(given: StoredImport): Promise<ReadFile> {
    const { terms } = given;
    const options = { ...terms, today: dayOf(this.clock.now(), terms.zone) };
    try {
      return await readOrderFile(() => this.pieces(given), terms.encoding, options, inSlices);
    } catch (error) {
      await this.store.saveReport(given.id, unreadable((error as Error).message));
      await this.store.deleteParts(given.id);
      throw new JobError('the file cannot be read; the report of the import names the reason');
    }
  }

  private moneyOf({ terms }: StoredImport): Money {
    const { SEGUE_CURRENCY: storeCurrency, SEGUE_RATES_FILE: rates } = this.config;
    return { storeCurrency, hasRates: rates !== undefined, assumedCurrency: terms.currency };
  }

  private async *pieces(given: StoredImport): AsyncGenerator<Buffer> {
    for await (const piece of this.store.bytes(given, PIECE_BYTES)) {
      await turn();
      yield piece;
    }
  }
}
