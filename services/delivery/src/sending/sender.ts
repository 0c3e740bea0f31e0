// Sends filed messages: claims them, checks consent once more, hands them to the provider and
// records the result.
import type { Bus } from '@segue/bus';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Action, type MessageClass, type Topic, consents, touchpoints } from '@segue/contracts';
import type { Clock, ServiceTime } from '@segue/service';
import type { Channels } from '../channels/channels';
import { SIDE_BY_SIDE } from '../channels/channel';
import type { Claimed, DeliveryStore, Postponed, DeliveryResult } from './delivery.store';
import { type Attempt, type Final, addressOf, endOf, mayGo, pauseAfter } from './domain/send';
import type { Pauses } from './pauses';

export type SentChannel = 'webhook' | 'email';
export const SENT_CHANNELS: readonly SentChannel[] = ['webhook', 'email'];

/** Maximum number of messages of one claim. */
const MAX_CLAIMED = 10 * SIDE_BY_SIDE;
/** A claim that is not renewed for this long is free again: its process has crashed. */
const LEASE_MS = 15_000;
const RENEW_MS = 5_000;
const RECHECK_MS = 1_000;
/**
 * Longer than profile is behind in normal operation: with a shorter limit nothing would be sent
 * then.
 */
const CONSENTS_PATIENCE_MS = 60_000;
const CONSENTS_POLL_MS = 20;
const CONSENTS_LAZY_POLL_MS = 500;
const UNTRIED_PATIENCE_MS = 5_000;
const UNTRIED_POLL_MS = 50;

const NOT_CONFIGURED: Attempt = { kind: 'retry', reason: 'the channel is not configured', mayHaveArrived: false };

const ASKED_FOR_A_PAUSE = 'the receiver asked for a pause';

type Result = { ended: DeliveryResult } | { later: Postponed } | 'taken over';

/** The claimed messages of one target. */
export interface Round {
  target: string;
  /** Settles when each of them was tried or postponed. */
  done: Promise<void>;
}

export class Sender {
  constructor(
    private readonly store: DeliveryStore,
    private readonly channels: Channels,
    private readonly bus: Bus,
    private readonly time: ServiceTime,
    private readonly clock: Clock,
    private readonly pauses: Pauses,
  ) {
    this.time.firesDue(() => this.allTried());
  }

  /**
   * Claims what is due of one class on one channel, without the targets that are `busy`: a receiver
   * that does not answer delays only its own messages. `stop` ends the rounds early.
   */
  async begin(
    kind: SentChannel,
    messageClass: MessageClass,
    busy: readonly string[],
    stop: AbortSignal,
  ): Promise<Round[]> {
    const now = this.clock.now();
    // A webhook gets an idempotency key, so that an attempt that a crash cut off is repeated.
    // E-mail has none: only messages that were not handed over yet are sent again.
    const retaken = kind === 'webhook' ? (['claimed', 'sending'] as const) : (['claimed'] as const);
    const left = [...busy, ...(await this.paused()).keys()];
    const claimed = await this.store.claim(kind, messageClass, now, LEASE_MS, retaken, MAX_CLAIMED, left);
    const targets = [...new Set(claimed.map(({ target }) => target))];
    return targets.map((target) => ({
      target,
      done: this.serve(
        messageClass,
        claimed.filter((one) => one.target === target),
        stop,
      ),
    }));
  }

  private async serve(messageClass: MessageClass, claimed: readonly Claimed[], stop: AbortSignal): Promise<void> {
    const renewal = setInterval(() => this.renew(claimed), RENEW_MS);
    try {
      await this.sendAll(messageClass, claimed, stop);
    } finally {
      clearInterval(renewal);
    }
  }

  /** Ends e-mails as indeterminate that a process was handing over when it ended. */
  async giveUpUnknown(): Promise<void> {
    await this.store.giveUpUnknown('email', this.clock.now(), (await this.time.ofBatches()).now);
  }

  /**
   * Resolves when all messages filed by now were tried once. A replay needs it before its time
   * passes to the wall clock, by which they would have expired.
   * @throws {Error} when that takes too long; the marks are passed on later then.
   */
  private async allTried(): Promise<void> {
    const last = await this.store.lastNumber();
    const until = this.clock.now() + UNTRIED_PATIENCE_MS;
    while (await this.store.isUntried(last)) {
      if (this.clock.now() > until) throw new Error('messages still wait for their first attempt');
      await sleep(UNTRIED_POLL_MS);
    }
  }

  /**
   * Service messages need no consent. Marketing waits until every withdrawal accepted by now is
   * known here, checked anew before each portion.
   */
  private async sendAll(messageClass: MessageClass, claimed: readonly Claimed[], stop: AbortSignal): Promise<void> {
    for (let from = 0; from < claimed.length; from += SIDE_BY_SIDE) {
      const until = (await this.paused()).get(claimed[0]?.target ?? '');
      if (until !== undefined)
        return this.record(claimed.slice(from).map((one) => this.wait(one, ASKED_FOR_A_PAUSE, until)));
      const isReady = !stop.aborted && (messageClass === 'service' || (await this.consentsKnown(stop)));
      const reason = stop.aborted ? 'the process ends' : 'consents are behind';
      if (!isReady) return this.record(claimed.slice(from).map((one) => this.wait(one, reason)));
      await this.record(await this.sendSome(claimed.slice(from, from + SIDE_BY_SIDE)));
    }
  }

  /**
   * Returns the paused targets. A replay pauses none, because its time advances only when every
   * message was tried once.
   */
  private async paused(): Promise<ReadonlyMap<string, number>> {
    const { mode } = await this.time.ofBatches();
    return mode === 'stream' ? new Map() : this.pauses.at(this.clock.now());
  }

  private async record(results: readonly Result[]): Promise<void> {
    const ours = results.filter((result) => result !== 'taken over');
    await this.store.recordResults(ours.flatMap((result) => ('ended' in result ? [result.ended] : [])));
    await this.store.postpone(ours.flatMap((result) => ('later' in result ? [result.later] : [])));
  }

  /**
   * A failure is ignored: a message that is not renewed is claimed by another sender, which is
   * safe.
   */
  private renew(claimed: readonly Claimed[]): void {
    this.store.renew(claimed, this.clock.now() + LEASE_MS).catch(() => undefined);
  }

  /**
   * Sends to one target concurrently. All messages that may go are recorded as `sending` before the
   * first is handed over.
   */
  private async sendSome(claimed: readonly Claimed[]): Promise<Result[]> {
    const [first] = claimed;
    if (!first) return [];
    const channel = await this.channels.for(first.action);
    const known = await this.store.consents([...new Set(claimed.flatMap(({ action }) => action.identities))]);
    const addresses = claimed.flatMap(({ action }) => addressOf(action) ?? []);
    const speakers = await this.store.speakers([...new Set(addresses)]);
    const instantOf = await this.instants();
    const checked = claimed.map((one) => {
      const instant = instantOf(one.action);
      const waited = this.clock.now() - one.dueAt + one.attempts * RECHECK_MS;
      return {
        one,
        instant,
        verdict: mayGo(one.action, known, instant, waited, speakers.get(addressOf(one.action) ?? '')),
      };
    });
    const going = checked.filter(({ verdict }) => channel && verdict.kind === 'go').map(({ one }) => one);
    const sending = await this.store.markSending(going);
    return Promise.all(
      checked.map(async ({ one, instant, verdict }): Promise<Result> => {
        if (verdict.kind === 'wait') return this.wait(one, 'consent-unknown');
        if (verdict.kind === 'hold') return endedWith(one, endOf('held', one.mayHaveArrived), verdict.reason, instant);
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
    if (pause === null) return endedWith(one, endOf('failed', mayHaveArrived || one.mayHaveArrived), reason, instant);
    const { id, attempts } = one;
    return { later: { id, attempts, reason, dueAt: now + pause, counted: true, mayHaveArrived } };
  }

  private wait({ id, attempts }: Claimed, reason: string, dueAt = this.clock.now() + RECHECK_MS): Result {
    return { later: { id, attempts, reason, dueAt, counted: false, mayHaveArrived: false } };
  }

  /**
   * Returns the instant of a send: by the wall clock, or while history is replayed the instant of
   * the decision, even where time marks have passed it.
   */
  private async instants(): Promise<(action: Action) => number> {
    const { mode } = await this.time.ofBatches();
    return mode === 'stream' ? (action) => action.occurredAt : () => this.clock.now();
  }

  /**
   * Waits until every withdrawal accepted before now is known here: until profile has read the
   * touchpoints to their current end and so published their consents, and then until delivery has
   * read these. Resolves with false when that takes too long, e.g. while profile is down. A replay
   * sends at its own instant: there only the consents published so far count.
   */
  private async consentsKnown(stop: AbortSignal): Promise<boolean> {
    const until = this.clock.now() + CONSENTS_PATIENCE_MS;
    const givenUp = () => stop.aborted || this.clock.now() > until;
    const { mode } = await this.time.ofBatches();
    return (
      (mode === 'stream' || (await this.hasRead('profile', touchpoints, givenUp))) &&
      this.hasRead('delivery', consents, givenUp)
    );
  }

  /** Whether a group reads a topic to its current end before `givenUp`. */
  private async hasRead(group: string, { name }: Pick<Topic<never>, 'name'>, givenUp: () => boolean): Promise<boolean> {
    const lag = () => this.bus.lag(group, name);
    const ends = new Map((await lag()).map(({ partition, end }) => [partition, end]));
    for (let pause = CONSENTS_POLL_MS; ; pause = Math.min(CONSENTS_LAZY_POLL_MS, pause * 2)) {
      const lags = await lag();
      if (lags.every(({ partition, committed }) => committed >= (ends.get(partition) ?? 0n))) return true;
      if (givenUp()) return false;
      await sleep(pause);
    }
  }
}

const endedWith = (
  { id, attempts }: Claimed,
  status: Final,
  reason: string | null,
  occurredAt: number,
  bounced = false,
): Result => ({ ended: { id, attempts, status, reason, bounced, occurredAt } });
