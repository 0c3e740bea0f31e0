// Limits of one source in ingestion: concurrent requests, and events and withdrawals per period.
// Counted in Redis where configured, so that all instances share one count, else in this process.
import { CLOCK, type Clock, Problem, SPEED } from '@segue/service';
import type { Allowance, Speed } from '@segue/store';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../accept/caller.check';
import { IngestionConfig } from '../config';
import {
  BURST_SECONDS,
  BYTES_PER_EVENT,
  IMPORTED_WITHDRAWALS_PER_SECOND,
  LIVE_BURST_SECONDS,
  MAX_CONCURRENT,
  TOO_LARGE_COST,
} from '../accept/limits';
import type { KnownSource } from './source.directory';

const allowanceOf = (perSecond: number, seconds: number): Allowance => ({
  perSecond,
  burst: perSecond * seconds,
});

@Injectable()
export class SourceLimits {
  private readonly open = new Map<string, number>();
  /**
   * When the live share of each source is available again, UTC milliseconds; of this process only.
   */
  private readonly overShareUntil = new Map<string, number>();
  private readonly withdrawals: Allowance;

  constructor(
    private readonly config: IngestionConfig,
    @Inject(SPEED) private readonly speed: Speed,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.withdrawals = allowanceOf(config.SEGUE_PUBLIC_WITHDRAWALS_PER_MINUTE / 60, 60);
  }

  /**
   * Runs the work on one request.
   * @throws {Problem} 429 when the source has too many open.
   */
  async within<T>({ id, public: isPublic }: KnownSource, work: () => Promise<T>): Promise<T> {
    const open = this.open.get(id) ?? 0;
    const most = MAX_CONCURRENT[isPublic ? 'public' : 'server'];
    if (open >= most) throw Problem.tooMany(1, 'concurrent', `a source may have ${most} requests under way`);
    this.open.set(id, open + 1);
    try {
      return await work();
    } finally {
      const left = (this.open.get(id) ?? 1) - 1;
      if (left > 0) this.open.set(id, left);
      else this.open.delete(id);
    }
  }

  /**
   * Spends the allowance of a source; history has no limit.
   * @throws {Problem} 429 when the source has sent too many events.
   */
  async spendEvents(caller: Caller, events: number): Promise<void> {
    if (events > 0) await this.spend(caller, events);
  }

  /**
   * Checks the allowance before a body is unpacked.
   * @throws {Problem} 429 when it is used up.
   */
  assertAllowed(caller: Caller): Promise<void> {
    return this.spend(caller, 0);
  }

  /**
   * Spends allowance for decompressing and parsing a body; a small one is free.
   * @throws {Problem} 429 when it is used up.
   */
  spendBytes(caller: Caller, bytes: number): Promise<void> {
    return this.spendEvents(caller, Math.floor(bytes / BYTES_PER_EVENT));
  }

  /**
   * Spends allowance for a request that was refused for its size, which took work all the same.
   * Resolves even if it is used up.
   */
  async chargeTooLarge(caller: Caller): Promise<void> {
    await this.spend(caller, TOO_LARGE_COST).catch(() => undefined);
  }

  /**
   * Spends the withdrawal allowance. It keeps a leaked key from withdrawing the consents of all
   * customers.
   * @throws {Problem} 429 when it is used up.
   */
  async spendWithdrawals({ source, origin }: Caller, withdrawals: number): Promise<void> {
    if (withdrawals === 0 || origin === 'replay') return;
    const isImport = origin === 'import';
    if (!isImport && !source.public) return;
    if (!isImport && withdrawals > this.withdrawals.burst) {
      throw Problem.tooLarge(`a request of a public source may withdraw at most ${this.withdrawals.burst} consents`);
    }
    const allowance = isImport ? allowanceOf(IMPORTED_WITHDRAWALS_PER_SECOND, BURST_SECONDS.server) : this.withdrawals;
    const key = isImport ? 'segue:withdrawals:import' : `segue:withdrawals:${source.id}`;
    const waitMs = await this.speed.spend(key, withdrawals, allowance);
    if (waitMs > 0) throw limited(waitMs, 'too many withdrawals of consent');
  }

  /**
   * Spends the share of a public source in the live queue. Returns false, and spends nothing, where
   * these events exceed it; other sources have no limit.
   */
  spendLiveShare({ id, public: isPublic }: KnownSource, events: number): boolean {
    if (!isPublic) return true;
    const now = this.clock.now();
    const perSecond = this.config.SEGUE_PUBLIC_LIVE_EVENTS_PER_SECOND;
    const usedUntil = Math.max(this.overShareUntil.get(id) ?? 0, now);
    if (usedUntil - now + (events * 1000) / perSecond > LIVE_BURST_SECONDS * 1000) return false;
    this.overShareUntil.set(id, usedUntil + (events * 1000) / perSecond);
    return true;
  }

  private async spend({ source, origin }: Caller, events: number): Promise<void> {
    if (origin !== 'live') return;
    const perSecond = source.eventsPerSecond ?? this.ofKind(source);
    const allowance = allowanceOf(perSecond, BURST_SECONDS[source.public ? 'public' : 'server']);
    const waitMs = await this.speed.spend(`segue:events:${source.id}`, events, allowance);
    if (waitMs > 0) throw limited(waitMs, `this source may send ${perSecond} events a second`);
  }

  private ofKind({ public: isPublic }: KnownSource): number {
    const { SEGUE_PUBLIC_EVENTS_PER_SECOND, SEGUE_SERVER_EVENTS_PER_SECOND } = this.config;
    return isPublic ? SEGUE_PUBLIC_EVENTS_PER_SECOND : SEGUE_SERVER_EVENTS_PER_SECOND;
  }
}

/** Returns a 429 with whole seconds, the only form that SDKs read. */
const limited = (waitMs: number, detail: string): Problem =>
  Problem.tooMany(Math.ceil(waitMs / 1000), 'rate', `${detail}; send the same again after a while`);
