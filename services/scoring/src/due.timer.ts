// Time alone changes standings: people leave windows, tiers and segments when nothing happens. Also sends what a crash left unpublished.
import type { Log } from '@segue/bus';
import { LOG, ServiceTime, faultOf } from '@segue/service';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DUE_AT_ONCE, Scorer } from './scorer';
import { SignalOutbox } from './signal.outbox';

const EVERY_MS = 200;
const SWEEP_EVERY_MS = 2_000;
const ROUNDS = 2;

@Injectable()
export class DueTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly rounds = new Set<Promise<void>>();
  private stopping = false;

  constructor(
    private readonly scorer: Scorer,
    private readonly outbox: SignalOutbox,
    private readonly time: ServiceTime,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.time.firesDue((until) => this.scorer.fireAllDue(until));
  }

  onApplicationBootstrap(): void {
    this.every(EVERY_MS, () => this.fire());
    this.every(SWEEP_EVERY_MS, () => this.outbox.sweep());
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    for (const timer of this.timers) clearInterval(timer);
    await Promise.all(this.rounds);
  }

  /** While history is replayed due times fire with the marks, in their order. */
  private async fire(): Promise<void> {
    const { now, mode } = await this.time.read();
    if (mode !== 'wall') return;
    while (!this.stopping && (await this.scorer.fireDue(now)) === DUE_AT_ONCE) await this.fireMany(now);
  }

  /** A burst: others are scored while some wait for Postgres. No customer is in two rounds, since each holds its rows. */
  private async fireMany(now: number): Promise<void> {
    const rounds = () => Promise.all(Array.from({ length: ROUNDS }, () => this.scorer.fireDue(now)));
    while (!this.stopping && (await rounds()).every((fired) => fired > 0));
  }

  private every(ms: number, work: () => Promise<void>): void {
    let round: Promise<void> | undefined;
    const timer = setInterval(() => {
      if (round) return;
      round = work()
        .catch((error: unknown) => this.log('warn', 'due times could not be looked at', { fault: faultOf(error) }))
        .finally(() => {
          if (round) this.rounds.delete(round);
          round = undefined;
        });
      this.rounds.add(round);
    }, ms);
    this.timers.push(timer.unref());
  }
}
