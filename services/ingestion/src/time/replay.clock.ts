// The clock of a replay: whether one is under way, and its time. Kept in Postgres, because every
// instance of ingestion stamps visitors' touchpoints with it.
import type { Bus, Log } from '@segue/bus';
import { markOutgoing } from '@segue/bus';
import { touchpoints } from '@segue/contracts';
import { BUS, CLOCK, type Clock, LOG, Problem, SPEED, Rounds, type TimeMode, faultOf } from '@segue/service';
import type { Speed } from '@segue/store';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { type ReplayState, ReplayStore } from './replay.store';

const CHANGED = 'segue:replay';
const REFRESH_MS = 500;

@Injectable()
export class ReplayClock implements OnApplicationBootstrap, OnModuleDestroy {
  private state: ReplayState = { liveSince: null, mark: null, ended: false };
  private readonly rounds: Rounds;
  private leave: (() => Promise<void>) | undefined;

  constructor(
    private readonly store: ReplayStore,
    @Inject(BUS) private readonly bus: Bus,
    @Inject(SPEED) private readonly speed: Speed,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.rounds = new Rounds(log, 'the replay clock could not be read');
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.read();
    this.leave = await this.speed.subscribe(CHANGED, () => void this.readQuietly());
    this.rounds.every(REFRESH_MS, async () => void (await this.read()));
  }

  async onModuleDestroy(): Promise<void> {
    await this.rounds.stop();
    await this.leave?.();
  }

  /** Returns the time of the replay; null if none is under way. */
  replayTime(): number | null {
    return modeOf(this.state) === 'stream' ? this.state.mark : null;
  }

  async now(): Promise<{ mode: TimeMode; now: number; mark: number | null }> {
    const state = await this.read();
    const mode = modeOf(state);
    return { mode, now: mode === 'stream' && state.mark !== null ? state.mark : this.clock.now(), mark: state.mark };
  }

  /**
   * Notes that there is live traffic, after which no replay can start. To be awaited before a live
   * touchpoint is made durable.
   * @throws {Problem} 429 when it cannot be stored now.
   */
  async noteLive(): Promise<void> {
    if (this.state.liveSince !== null) return;
    try {
      await this.store.noteLive(this.clock.now());
      await this.read();
    } catch (error) {
      this.log('warn', 'the first live touchpoint could not be noted', { fault: faultOf(error) });
      throw Problem.tooMany(2, 'busy', 'send the same again after a while');
    }
  }

  /**
   * Publishes a mark to every partition: everything up to `at` has been sent. The same mark may be
   * published again.
   * @throws {Problem} 409 when there is live traffic already, or when `at` is before the last mark.
   */
  async mark(at: number, last: boolean): Promise<void> {
    const state = await this.read();
    if (modeOf(state) === 'wall' && state.liveSince !== null) {
      throw Problem.conflict('store_is_live', 'time can be replayed only into a store without live touchpoints');
    }
    if (state.mark !== null && at < state.mark) {
      throw Problem.conflict('mark_goes_back', `the replay is at ${new Date(state.mark).toISOString()} already`);
    }
    // The start is stored before the mark is published and the end after it, so that in between no
    // touchpoint is stamped with the wall clock.
    await this.save(at, false);
    await this.bus.publishToAll(touchpoints.name, markOutgoing({ v: 1, at, last }));
    if (last) await this.save(at, true);
  }

  private async save(mark: number, ended: boolean): Promise<void> {
    await this.store.saveMark(mark, ended);
    await this.read();
    await this.speed.publish(CHANGED, '');
  }

  private async read(): Promise<ReplayState> {
    this.state = await this.store.read();
    return this.state;
  }

  private async readQuietly(): Promise<void> {
    await this.read().catch((error: unknown) =>
      this.log('warn', 'the replay clock could not be read', { fault: faultOf(error) }),
    );
  }
}

const modeOf = ({ mark, ended }: ReplayState): TimeMode => (mark !== null && !ended ? 'stream' : 'wall');
