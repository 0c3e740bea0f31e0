// Imports as jobs. One at a time in a process, since the orders of a file are kept in memory. A job
// that ended with its process starts again from the beginning; orders that are in are skipped.
import type { Bus, Log } from '@segue/bus';
import { BUS, CLOCK, type Clock, Jobs, LOG, type Progress, Rounds, ServiceClient } from '@segue/service';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Receipts } from '../accept/receipts';
import { TouchpointIntake } from '../accept/touchpoint.intake';
import { IngestionConfig } from '../config';
import { ImportOrders } from './import.orders';
import { ImportRun } from './import.run';
import { ImportStore, type StoredImport } from './import.store';

const KIND = 'import';
const LOOK_FOR_LOST_MS = 10_000;

@Injectable()
export class ImportJobs implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: Rounds;
  /** Ids of the imports that this process runs or has queued. */
  private readonly own = new Set<string>();
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
    let decide: (job: string | null) => void = () => undefined;
    const ours = new Promise<string | null>((resolve) => (decide = resolve));
    const detail = { import: given.id, resumes: given.job };
    const work = async (progress: Progress): Promise<void> => {
      const own = await ours;
      if (own !== null) await this.next({ ...given, job: own }, progress);
    };
    const job = await this.jobs.start(KIND, null, work, detail);
    const isClaimed = await this.store.claim(given.id, given.job, job.id).catch((error: unknown) => {
      decide(null);
      throw error;
    });
    if (!isClaimed) await this.jobs.cancel(job.id);
    else if (given.job !== null) await this.jobs.supersede(given.job, job.id);
    decide(isClaimed ? job.id : null);
    return isClaimed;
  }

  /** Restarts lost imports, and deletes the parts of those that have ended. */
  private async resume(): Promise<void> {
    const underWay = await this.store.underWay();
    const jobs = await this.jobs.findAll(underWay.map(({ job }) => job as string));
    for (const given of underWay) {
      const job = jobs.get(given.job as string);
      if (this.own.has(given.id) || job?.state === 'running') continue;
      if (job?.state === 'lost') await this.start(given);
      else await this.store.deleteParts(given.id);
    }
  }

  /** Runs an import after those that this process has started before. */
  private next(given: StoredImport & { job: string }, progress: Progress): Promise<void> {
    this.own.add(given.id);
    const own = this.before.then(() => this.run(given, progress)).finally(() => this.own.delete(given.id));
    this.before = own.catch(() => undefined);
    return own;
  }

  private async run(given: StoredImport & { job: string }, progress: Progress): Promise<void> {
    const { signal } = progress;
    const orders = new ImportOrders(this.profile, this.intake, this.receipts, this.clock, signal);
    await new ImportRun(given, progress, this.store, this.bus, orders, this.config, this.clock).run();
  }
}
