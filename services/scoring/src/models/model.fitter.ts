// Fits the store's models as a job, keeps the version with its figures, and lets it go live if the
// rule says so. One fit runs at a time over all instances.
import { setImmediate as turn } from 'node:timers/promises';
import { type Clock, type Job, JobError, type Jobs, type Progress, type ServiceTime, inSlices } from '@segue/service';
import { fitStore } from '@segue/valuation';
import { EditedMeanwhile } from '../rulebook/edit.faults';
import type { ScoringRules } from '../rulebook/rulebook.store';
import { judged, waitsFor } from './domain/model-version';
import type { EvidenceReader } from './model.evidence';
import type { LiveModels } from './model.live';
import type { ModelStore } from './model.store';

const SLICE_MS = 25;
const RENEW_EVERY_MS = 10_000;

export class ModelFitter {
  constructor(
    private readonly store: ModelStore,
    private readonly evidence: EvidenceReader,
    private readonly live: LiveModels,
    private readonly rules: ScoringRules,
    private readonly jobs: Jobs,
    private readonly time: ServiceTime,
    private readonly clock: Clock,
  ) {}

  /** Resolves with the job that was started; with null while another fit runs. */
  async start(reason: 'asked' | 'daily' | 'growth'): Promise<Job | null> {
    const holder = await this.store.take(this.clock.now());
    if (holder === null) return null;
    try {
      const job = await this.jobs.start('model-fit', null, (progress) => this.run(holder, progress), { reason });
      await this.store.renew(holder, this.clock.now(), job.id);
      return job;
    } catch (error) {
      await this.store.release(holder, null);
      throw error;
    }
  }

  private async run(holder: string, progress: Progress): Promise<void> {
    let customers: number | null = null;
    try {
      customers = await this.fit(holder, progress);
    } finally {
      await this.store.release(holder, customers === null ? null : { at: this.clock.now(), customers });
    }
  }

  /** Resolves with the number of customers looked at; with null when it was cancelled. */
  private async fit(holder: string, progress: Progress): Promise<number | null> {
    const keep = this.keeperOf(holder);
    const book = await this.rules.read(true);
    const now = (await this.time.read()).now || this.clock.now();
    let looked = 0;
    const evidence = await this.evidence.read(book, now, async (done) => {
      looked = done;
      await Promise.all([keep(), progress.report(done)]);
      return !progress.signal.aborted;
    });
    if (evidence === null) return null;
    // Without a purchase there is nothing to fit.
    if (evidence.customers === 0) return looked;
    const fit = await inSlices(fitStore(evidence), SLICE_MS, async () => {
      await turn();
      await keep();
      progress.signal.throwIfAborted();
    }).catch(unlessCancelled(progress));
    if (fit === null) return null;
    const present = await this.live.present();
    const version = judged(fit, evidence, present.model);
    const replaced = await this.live.keepPresent(present);
    const number = await this.store.addFit(version, replaced, this.clock.now());
    const waits = waitsFor(fit, present.model, present.settingVersion > 0);
    const edit =
      version.verdict === 'better'
        ? this.live.makeLive(number, 'rule', present.settingVersion)
        : this.live.wait(waits, present, replaced);
    await edit.catch(unlessEdited);
    return looked;
  }

  private keeperOf(holder: string): () => Promise<void> {
    let renewed = this.clock.now();
    return async () => {
      const now = this.clock.now();
      if (now - renewed < RENEW_EVERY_MS) return;
      renewed = now;
      if (!(await this.store.renew(holder, now))) throw new JobError('another fit has taken over');
    };
  }
}

/** A model that a person has set meanwhile stays. */
function unlessEdited(error: unknown): void {
  if (!(error instanceof EditedMeanwhile)) throw error;
}

function unlessCancelled({ signal }: Progress): (error: unknown) => null {
  return (error) => {
    if (signal.aborted) return null;
    throw error;
  };
}
