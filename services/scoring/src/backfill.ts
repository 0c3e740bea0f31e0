// Judges every customer by an edited rulebook while touchpoints flow. It starts once the new version stands, so batches fold for the new needs already;
// facts that were kept for other needs are folded again from profile's histories.
import type { Log } from '@segue/bus';
import { type Clock, type Job, type Jobs, type Progress, faultOf } from '@segue/service';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { type ScoredBatch, outdated, scoreEdit } from './domain/score';
import type { ScoringClock } from './domain/standing';
import type { HistoryReader } from './histories';
import { Scorer } from './scorer';
import { ScoringRules } from './scoring.rules';
import { StandingStore } from './standing.store';

const KIND = 'backfill';
const LOOK_FOR_LOST_MS = 10_000;
const RECENT_JOBS = 20;
const AT_ONCE = 250;

export class Backfill implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: StandingStore,
    private readonly rules: ScoringRules,
    private readonly scorer: Scorer,
    private readonly histories: HistoryReader,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.resume().catch((error: unknown) => this.log('warn', 'a lost backfill waits', { fault: faultOf(error) }));
    }, LOOK_FOR_LOST_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** A backfill that ended with its process is begun again: it judges by the newest rulebook, so the last one stands for all before it. */
  private async resume(): Promise<void> {
    const { items } = await this.jobs.list(RECENT_JOBS);
    const last = items.find((job) => job.kind === KIND);
    if (last?.state === 'lost') await this.start({ resumes: last.id });
  }

  start(detail: Record<string, unknown>): Promise<Job> {
    return this.jobs.start(KIND, null, (progress) => this.run(progress), detail);
  }

  private async run(progress: Progress): Promise<void> {
    let done = 0;
    let after = '';
    while (!progress.signal.aborted) {
      const customers = await this.store.customersAfter(after, AT_ONCE);
      const last = customers.at(-1);
      if (last === undefined) return;
      await this.judge(customers);
      after = last;
      done += customers.length;
      await progress.report(done);
    }
  }

  private async judge(customers: readonly string[]): Promise<void> {
    for (let left: readonly string[] = customers; left.length > 0;) {
      const book = await this.rules.read();
      const histories = await this.histories.of(outdated(await this.store.read(left), book.rules.needs, book));
      let behind: string[] = [];
      await this.scorer.change(left, (known, book): ScoredBatch => {
        const edit = scoreEdit(known, histories, book, this.present());
        behind = edit.behind;
        return edit;
      });
      left = behind;
    }
  }

  private present(): ScoringClock {
    const now = this.clock.now();
    return { now, historyUntil: 0, wall: now };
  }
}
