// Fits without being asked: daily, and after many customers have come.
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Log } from '@segue/bus';
import { type Clock, Rounds, type ServiceTime } from '@segue/service';
import { fitDue } from './domain/fit-due';
import type { ModelFitter } from './model.fitter';
import type { ModelStore } from './model.store';

const LOOK_EVERY_MS = 120_000;

export class ModelTimer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: Rounds;
  private before: number | null = null;

  constructor(
    private readonly store: ModelStore,
    private readonly fitter: ModelFitter,
    private readonly time: ServiceTime,
    private readonly clock: Clock,
    log: Log,
  ) {
    this.rounds = new Rounds(log, 'a fit of the models could not be started');
  }

  onApplicationBootstrap(): void {
    this.rounds.every(LOOK_EVERY_MS, () => this.look());
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  /** While history is replayed the customers are those of another time. */
  async look(): Promise<void> {
    if ((await this.time.read()).mode !== 'wall') return;
    const now = this.clock.now();
    const [state, customers] = await Promise.all([this.store.state(now), this.store.customers()]);
    const { before } = this;
    this.before = customers;
    const reason = state.isRunning ? null : fitDue(state, customers, before, now);
    if (reason !== null) await this.fitter.start(reason);
  }
}
