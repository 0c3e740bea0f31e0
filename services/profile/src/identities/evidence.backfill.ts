// Fills the table of link evidence from the timelines of stores that are older than the table: page
// by page beside the live traffic, because timelines have no bound and no decision needs the
// evidence. After a restart it goes on where it stopped. Evidence is a set whose bound does not
// depend on order, so live batches may write it at the same time.
import type { Log } from '@segue/bus';
import { LOG, Rounds } from '@segue/service';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { EvidenceStore } from './evidence.store';

const EVERY_MS = 200;
const AT_ONCE = 200;

@Injectable()
export class EvidenceBackfill implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: Rounds;

  constructor(
    private readonly evidence: EvidenceStore,
    @Inject(LOG) log: Log,
  ) {
    this.rounds = new Rounds(log, 'link evidence could not be read from the timelines');
  }

  onApplicationBootstrap(): void {
    this.rounds.every(EVERY_MS, async () => {
      // Not awaited: it resolves when this round has ended.
      if (!(await this.evidence.backfill(AT_ONCE))) void this.rounds.stop();
    });
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }
}
