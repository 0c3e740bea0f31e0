// Fires what is due by time alone: customers leave windows, tiers and segments when nothing
// happens. Also publishes what a crash left unpublished.
import type { Log } from '@segue/bus';
import { LOG, Rounds, ServiceTime } from '@segue/service';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Scorer } from './scorer';
import { SegmentOutbox } from '../rulebook/segment.outbox';
import { SignalOutbox } from '../transitions/signal.outbox';

const EVERY_MS = 50;
/** Minimum and maximum milliseconds between two looks: a batch may add an earlier due time. */
const [LEAST_WAIT_MS, MOST_WAIT_MS] = [150, 500];
const SWEEP_EVERY_MS = 2_000;
const ROUNDS = 2;

@Injectable()
export class DueTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: Rounds;
  private stopping = false;
  /** Milliseconds of `performance.now`. */
  private looksAgainAt = 0;

  constructor(
    private readonly scorer: Scorer,
    private readonly outbox: SignalOutbox,
    private readonly segments: SegmentOutbox,
    private readonly time: ServiceTime,
    @Inject(LOG) log: Log,
  ) {
    this.rounds = new Rounds(log, 'due times could not be looked at');
    this.time.firesDue((until) => this.scorer.fireAllDue(until));
  }

  onApplicationBootstrap(): void {
    this.rounds.every(EVERY_MS, () => this.fire());
    this.rounds.every(SWEEP_EVERY_MS, () => this.sweep());
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    await this.rounds.stop();
  }

  private async sweep(): Promise<void> {
    await this.outbox.sweep();
    await this.segments.sweep();
  }

  /** While history is replayed due times fire with the marks, in their order. */
  private async fire(): Promise<void> {
    if (performance.now() < this.looksAgainAt) return;
    // Also where the look fails.
    this.looksAgainIn(LEAST_WAIT_MS);
    const dueInMs = await this.scorer.dueInMs();
    if (dueInMs > 0) this.looksAgainIn(Math.min(dueInMs, MOST_WAIT_MS));
    else {
      await this.fireSome();
      this.looksAgainIn(LEAST_WAIT_MS);
    }
  }

  private looksAgainIn(ms: number): void {
    this.looksAgainAt = performance.now() + ms;
  }

  private async fireSome(): Promise<void> {
    const { now, mode } = await this.time.read();
    if (mode !== 'wall') return;
    while (!this.stopping && (await this.scorer.fireDue(now)).isFull) await this.fireMany(now);
  }

  /**
   * In a burst some rounds are scored while others wait for Postgres. No customer is in two rounds,
   * since each round locks its rows.
   */
  private async fireMany(now: number): Promise<void> {
    const rounds = () => Promise.all(Array.from({ length: ROUNDS }, () => this.scorer.fireDue(now)));
    while (!this.stopping && (await rounds()).every(({ fired }) => fired > 0));
  }
}
