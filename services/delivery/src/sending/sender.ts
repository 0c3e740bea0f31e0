// Sends what is filed: claims, asks for consent once more, hands over to the provider, records what
// became of it.
import type { Bus } from '@segue/bus';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Action, type MessageClass, type Topic, consents, touchpoints } from '@segue/contracts';
import type { Clock, ServiceTime } from '@segue/service';
import type { Channels } from '../channels/channels';
import { SIDE_BY_SIDE } from '../channels/channel';
import type { Claimed, DeliveryStore, PutOff, DeliveryResult } from './delivery.store';
import { type Attempt, type Final, addressOf, endOf, mayGo, pauseAfter } from './domain/send';
import type { Pauses } from './pauses';

export type SentChannel = 'webhook' | 'email';
export const SENT_CHANNELS: readonly SentChannel[] = ['webhook', 'email'];

/** Taken up together. */
const TAKEN_UP = 10 * SIDE_BY_SIDE;
/**
 * What a crash left is taken up again after this long; whoever is at work on a message renews it.
 */
const LEASE_MS = 15_000;
const RENEW_MS = 5_000;
const LOOK_AGAIN_MS = 1_000;
/**
 * Longer than profile is ever behind while it is well: who gave up sooner would never send anything
 * then.
 */
const CONSENTS_PATIENCE_MS = 60_000;
const CONSENTS_POLL_MS = 20;
const CONSENTS_LAZY_POLL_MS = 500;
const UNTRIED_PATIENCE_MS = 5_000;
const UNTRIED_POLL_MS = 50;

const NOT_CONFIGURED: Attempt = { kind: 'retry', reason: 'the channel is not configured', mayHaveArrived: false };

const ASKED_FOR_A_PAUSE = 'the receiver asked for a pause';

type Result = { ended: DeliveryResult } | { later: PutOff } | 'taken over';

/** What goes to one target, in hand. */
export interface Round {
  target: string;
  /** Settles when all of it was tried, or put off. */
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
   * Takes up what is due of one sort on one channel, but for the targets that are `busy`: a
   * receiver that does not answer holds up only what goes to itself. What is taken up is cut short
   * by `stop`.
   */
  async begin(kind: SentChannel, sort: MessageClass, busy: readonly string[], stop: AbortSignal): Promise<Round[]> {
    const now = this.clock.now();
    // A webhook knows the key: what a crash cut off is sent again under it. E-mail does not: only
    // what was not handed over yet is.
    const retaken = kind === 'webhook' ? (['claimed', 'sending'] as const) : (['claimed'] as const);
    const left = [...busy, ...(await this.paused()).keys()];
    const claimed = await this.store.claim(kind, sort, now, LEASE_MS, retaken, TAKEN_UP, left);
    const targets = [...new Set(claimed.map(({ target }) => target))];
    return targets.map((target) => ({
      target,
      done: this.serve(
        sort,
        claimed.filter((one) => one.target === target),
        stop,
      ),
    }));
  }

  private async serve(sort: MessageClass, claimed: readonly Claimed[], stop: AbortSignal): Promise<void> {
    const renewal = setInterval(() => this.renew(claimed), RENEW_MS);
    try {
      await this.deal(sort, claimed, stop);
    } finally {
      clearInterval(renewal);
    }
  }

  /**
   * E-mails that a process was handing over when it ended: whether they went out is not known, and
   * never will be.
   */
  async giveUpUnknown(): Promise<void> {
    await this.store.giveUpUnknown('email', this.clock.now(), (await this.time.ofBatches()).now);
  }

  /**
   * Until all that is filed now was tried once: before a replay's time is handed to the wall clock,
   * by which it would be long out of date.
   * @throws when that takes too long; marks are passed on later then.
   */
  private async allTried(): Promise<void> {
    const last = await this.store.lastNumber();
    const until = this.clock.now() + UNTRIED_PATIENCE_MS;
    while (await this.store.isUntried(last)) {
      if (this.clock.now() > until) throw new Error('messages wait for their first attempt still');
      await sleep(UNTRIED_POLL_MS);
    }
  }

  /**
   * Service messages rest on no consent; the others go when every withdrawal made until now is
   * known, which is asked anew before each handful.
   */
  private async deal(sort: MessageClass, claimed: readonly Claimed[], stop: AbortSignal): Promise<void> {
    for (let from = 0; from < claimed.length; from += SIDE_BY_SIDE) {
      const until = (await this.paused()).get(claimed[0]?.target ?? '');
      if (until !== undefined)
        return this.record(claimed.slice(from).map((one) => this.wait(one, ASKED_FOR_A_PAUSE, until)));
      const isReady = !stop.aborted && (sort === 'service' || (await this.consentsKnown(stop)));
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
    await this.store.putOff(ours.flatMap((result) => ('later' in result ? [result.later] : [])));
  }

  /**
   * One that is not renewed is taken up by another sender, which is safe, so a failure is left at
   * that.
   */
  private renew(claimed: readonly Claimed[]): void {
    this.store.renew(claimed, this.clock.now() + LEASE_MS).catch(() => undefined);
  }

  /**
   * To one target, side by side: all that may go is on record as being sent before any of it is
   * handed over.
   */
  private async sendSome(claimed: readonly Claimed[]): Promise<Result[]> {
    const [first] = claimed;
    if (!first) return [];
    const channel = await this.channels.for(first.action);
    const known = await this.store.consents([...new Set(claimed.flatMap(({ action }) => action.identities))]);
    const addresses = claimed.flatMap(({ action }) => addressOf(action) ?? []);
    const speakers = await this.store.speakers([...new Set(addresses)]);
    const instantOf = await this.instants();
    const judged = claimed.map((one) => {
      const instant = instantOf(one.action);
      const waited = this.clock.now() - one.dueAt + one.attempts * LOOK_AGAIN_MS;
      return {
        one,
        instant,
        verdict: mayGo(one.action, known, instant, waited, speakers.get(addressOf(one.action) ?? '')),
      };
    });
    const going = judged.filter(({ verdict }) => channel && verdict.kind === 'go').map(({ one }) => one);
    const inHand = await this.store.markSending(going);
    return Promise.all(
      judged.map(async ({ one, instant, verdict }): Promise<Result> => {
        if (verdict.kind === 'wait') return this.wait(one, 'consent-unknown');
        if (verdict.kind === 'hold') return endedWith(one, endOf('held', one.mayHaveArrived), verdict.reason, instant);
        if (!channel) return this.afterAttempt(one, NOT_CONFIGURED, instant);
        if (!inHand.has(one.id)) return 'taken over';
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

  private wait({ id, attempts }: Claimed, reason: string, dueAt = this.clock.now() + LOOK_AGAIN_MS): Result {
    return { later: { id, attempts, reason, dueAt, counted: false, mayHaveArrived: false } };
  }

  /**
   * When it happens: by the wall clock, or while history is replayed when it was decided, whatever
   * the marks have passed since.
   */
  private async instants(): Promise<(action: Action) => number> {
    const { mode } = await this.time.ofBatches();
    return mode === 'stream' ? (action) => action.occurredAt : () => this.clock.now();
  }

  /**
   * Waits until every withdrawal that was accepted before now is known here: until profile has
   * passed the present end of the touchpoints, by when what they say of consents is published, and
   * then until that is read. False when it takes too long, e.g. while profile is down. What is
   * replayed is history, sent at its own instant: there only what profile has said so far counts.
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

  /** Whether a group reads a topic to its present end before this is given up. */
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
