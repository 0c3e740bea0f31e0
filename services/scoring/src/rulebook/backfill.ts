// Judges every customer by an edited rulebook while touchpoints flow. It starts once the new
// version stands, so batches fold for the new needs already; facts that were kept for other needs
// are folded again from profile's histories.
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Log } from '@segue/bus';
import { type Clock, type Job, type Jobs, Problem, type Progress, Rounds } from '@segue/service';
import { setTimeout as sleep } from 'node:timers/promises';
import { outdated } from '../score/domain/known-standings';
import type { Refolds } from '../score/domain/refold';
import { scoreEdit } from '../score/domain/score';
import type { Scoring } from '../score/domain/scored-batch';
import type { ScoringClock } from '../score/domain/standing.state';
import type { SegmentSizeStore } from '../history/segment-size.store';
import type { HistoryReader } from '../score/histories';
import { Portion } from '../score/portion';
import { Scorer } from '../score/scorer';
import { StandingStore } from '../standings/standing.store';
import { ScoringRules } from './rulebook.store';

const KIND = 'backfill';
const LOOK_FOR_LOST_MS = 10_000;
const RECENT_JOBS = 20;
const AT_ONCE = 500;
const ASK_AGAIN_MS = 1_000;
const NO_REFOLDS: Refolds = new Map();
/** While one chunk waits for Postgres another is judged. */
const CHUNKS = 2;

export class Backfill implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly portion = new Portion(AT_ONCE);
  private readonly rounds: Rounds;

  constructor(
    private readonly store: StandingStore,
    private readonly rules: ScoringRules,
    private readonly scorer: Scorer,
    private readonly histories: HistoryReader,
    private readonly jobs: Jobs,
    private readonly sizes: Pick<SegmentSizeStore, 'ask'>,
    private readonly clock: Clock,
    log: Log,
  ) {
    this.rounds = new Rounds(log, 'a lost backfill waits');
  }

  onApplicationBootstrap(): void {
    this.rounds.every(LOOK_FOR_LOST_MS, () => this.resume());
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  /**
   * Restarts a backfill that ended with its process. It judges by the newest rulebook, so the last
   * backfill covers all before it.
   */
  private async resume(): Promise<void> {
    const { items } = await this.jobs.list(RECENT_JOBS);
    const last = items.find((job) => job.kind === KIND);
    if (last?.state === 'lost') await this.start({ resumes: last.id });
  }

  start(detail: Record<string, unknown>): Promise<Job> {
    return this.jobs.start(KIND, null, (progress) => this.run(progress), detail);
  }

  private async run(progress: Progress): Promise<void> {
    const walk = this.store.customers(AT_ONCE);
    let done = 0;
    let factsAreKept = true;
    const worker = async () => {
      for await (const customers of walk) {
        if (progress.signal.aborted) return;
        factsAreKept = await this.judge(customers, factsAreKept, progress.signal);
        if (progress.signal.aborted) return;
        done += customers.length;
        await progress.report(done);
      }
    };
    await Promise.all(Array.from({ length: CHUNKS }, worker));
    if (!progress.signal.aborted) await this.sizes.ask();
  }

  /**
   * Whether the facts were kept for the rulebook. Where they were not, they are folded again first.
   */
  private async judge(customers: readonly string[], factsAreKept: boolean, signal: AbortSignal): Promise<boolean> {
    let left = customers;
    let refolds = factsAreKept ? NO_REFOLDS : await this.refoldsOf(left, NO_REFOLDS, signal);
    let missed = 0;
    while (!signal.aborted) {
      const behind = await this.attempt(left, refolds);
      if (behind.length === 0) return factsAreKept ? missed === 0 : refolds.size === 0;
      missed += behind.length;
      left = behind;
      refolds = await this.refoldsOf(left, refolds, signal);
    }
    return factsAreKept;
  }

  /** Resolves with the customers whose facts must be folded again (once more). */
  private async attempt(customers: readonly string[], refolds: Refolds): Promise<string[]> {
    const behind: string[] = [];
    for (let from = 0; from < customers.length;) {
      const some = customers.slice(from, from + this.portion.size);
      behind.push(...(await this.portion.during(() => this.attemptSome(some, refolds))));
      from += some.length;
    }
    return behind;
  }

  private async attemptSome(customers: readonly string[], refolds: Refolds): Promise<string[]> {
    let behind: string[] = [];
    const present = this.present();
    await this.scorer.change(customers, function* (known, book): Scoring {
      const edit = yield* scoreEdit(known, refolds, book, present);
      behind = edit.behind;
      return edit;
    });
    return behind;
  }

  /**
   * Resolves with the facts that had to be folded again, from `earlier` on; empty when the job
   * is to end. Retries while profile is down, so that no edit is lost.
   */
  private async refoldsOf(customers: readonly string[], earlier: Refolds, signal: AbortSignal): Promise<Refolds> {
    while (!signal.aborted) {
      const book = await this.rules.read();
      const { needs } = book.rules;
      const rows = outdated(await this.store.read(customers), needs, book);
      const refolds = await this.histories.refolds(rows, needs, { earlier }).catch(unlessDown);
      if (refolds !== null) return refolds;
      await sleep(ASK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
    return NO_REFOLDS;
  }

  private present(): ScoringClock {
    const now = this.clock.now();
    return { now, historyUntil: 0, wall: now };
  }
}

function unlessDown(error: unknown): null {
  if (error instanceof Problem && error.status === 503) return null;
  throw error;
}
