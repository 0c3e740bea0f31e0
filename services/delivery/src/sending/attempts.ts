// Sends one portion of claimed messages to one target: checks consent once more, hands the messages
// to the provider and records the results.
import type { Action } from '@segue/contracts';
import type { Clock, ServiceTime } from '@segue/service';
import type { Channels } from '../channels/channels';
import type { Claimed, DeliveryStore } from './delivery.store';
import type { DeliveryResult, Postponed } from './domain/result';
import { type Attempt, type Final, type Verdict, addressOf, endUnlessInDoubt, mayGo, pauseAfter } from './domain/send';
import type { Pauses } from './pauses';

const RECHECK_MS = 1_000;
const NOT_CONFIGURED: Attempt = { kind: 'retry', reason: 'the channel is not configured', mayHaveArrived: false };

const ENDED: Verdict = { kind: 'hold', reason: 'campaign-ended' };

/**
 * What became of a claimed message: it ended, or it waits. `taken over`: another sender claimed it,
 * or its campaign was stopped or ended meanwhile, so there is nothing to record.
 */
type Result = { ended: DeliveryResult } | { later: Postponed } | 'taken over';

export class Attempts {
  constructor(
    private readonly store: DeliveryStore,
    private readonly channels: Channels,
    private readonly time: ServiceTime,
    private readonly clock: Clock,
    private readonly pauses: Pauses,
  ) {}

  /** Sends what may go and records the results. */
  async send(claimed: readonly Claimed[]): Promise<void> {
    await this.record(await this.sendSome(claimed));
  }

  /** Postpones messages without an attempt, until `dueAt`; when absent, for RECHECK_MS. */
  async postpone(claimed: readonly Claimed[], reason: string, dueAt?: number): Promise<void> {
    await this.record(claimed.map((one) => this.wait(one, reason, dueAt)));
  }

  private async record(results: readonly Result[]): Promise<void> {
    const ours = results.filter((result) => result !== 'taken over');
    await this.store.recordResults(ours.flatMap((result) => ('ended' in result ? [result.ended] : [])));
    await this.store.postpone(ours.flatMap((result) => ('later' in result ? [result.later] : [])));
  }

  /**
   * Sends to one target concurrently. All messages that may go are recorded as `sending` before the
   * first is handed over. If the process dies meanwhile, a webhook is sent again under the same key
   * and an e-mail ends as indeterminate (`Sender`).
   */
  private async sendSome(claimed: readonly Claimed[]): Promise<Result[]> {
    const [first] = claimed;
    if (!first) return [];
    const channel = await this.channels.for(first.action);
    const known = await this.store.consents([...new Set(claimed.flatMap(({ action }) => action.identities))]);
    const addresses = claimed.flatMap(({ action }) => addressOf(action) ?? []);
    const byAddress = await this.store.consentsByAddress([...new Set(addresses)]);
    const instantOf = await this.instants();
    const checked = claimed.map((one) => {
      const instant = instantOf(one.action);
      const waited = this.clock.now() - one.filedAt;
      const sameAddress = byAddress.get(addressOf(one.action) ?? '');
      const verdict = one.isOver ? ENDED : mayGo(one.action, known, instant, waited, sameAddress);
      return { one, instant, verdict };
    });
    const going = checked.filter(({ verdict }) => channel && verdict.kind === 'go').map(({ one }) => one);
    const sending = await this.store.markSending(going);
    return Promise.all(
      checked.map(async ({ one, instant, verdict }): Promise<Result> => {
        if (verdict.kind === 'wait') return this.wait(one, 'consent-unknown');
        if (verdict.kind === 'hold')
          return endedWith(one, endUnlessInDoubt('held', one.mayHaveArrived), verdict.reason, instant);
        if (!channel) return this.afterAttempt(one, NOT_CONFIGURED, instant);
        if (!sending.has(one.id)) return 'taken over';
        return this.afterAttempt(one, await channel.send(one.action), instant);
      }),
    );
  }

  private afterAttempt(one: Claimed, attempt: Attempt, instant: number): Result {
    if (attempt.kind === 'sent') return endedWith(one, 'sent', null, instant);
    const { reason } = attempt;
    if (attempt.kind === 'failed') return endedWith(one, 'failed', reason, instant, attempt.bounced);
    if (attempt.kind === 'indeterminate') return endedWith(one, 'indeterminate', reason, instant);
    const { mayHaveArrived, afterMs } = attempt;
    const now = this.clock.now();
    if (afterMs !== undefined) this.pauses.note(one.target, now + afterMs);
    const pause = pauseAfter(one.attempts, one.action, instant, afterMs);
    if (pause === null)
      return endedWith(one, endUnlessInDoubt('failed', mayHaveArrived || one.mayHaveArrived), reason, instant);
    const { id, attempts } = one;
    return { later: { id, attempts, reason, dueAt: now + pause, counted: true, mayHaveArrived } };
  }

  /**
   * Postpones a message without an attempt. The store keeps `mayHaveArrived` where an earlier
   * attempt set it: `false` here does not take it back.
   */
  private wait({ id, attempts }: Claimed, reason: string, dueAt = this.clock.now() + RECHECK_MS): Result {
    return { later: { id, attempts, reason, dueAt, counted: false, mayHaveArrived: false } };
  }

  /**
   * Returns the function that gives the instant of a send: the present by the wall clock; while
   * history is replayed, the instant of the decision.
   */
  private async instants(): Promise<(action: Action) => number> {
    const { mode } = await this.time.ofBatches();
    return mode === 'stream' ? (action) => action.occurredAt : () => this.clock.now();
  }
}

const endedWith = (
  { id, attempts }: Claimed,
  status: Final,
  reason: string | null,
  occurredAt: number,
  bounced = false,
): Result => ({ ended: { id, attempts, status, reason, bounced, occurredAt } });
