// Sends filed messages: claims what is due, waits for the consents that it needs, and sends it
// target by target in portions.
import { setTimeout as sleep } from 'node:timers/promises';
import { CHANNELS, type ChannelKind, type MessageClass } from '@segue/contracts';
import type { Clock, ServiceTime } from '@segue/service';
import { SIDE_BY_SIDE } from '../channels/channel';
import { KINDS } from '../channels/domain/kinds';
import type { Attempts } from './attempts';
import type { ConsentWait } from './consent.wait';
import type { Claimed, DeliveryStore } from './delivery.store';
import type { Pauses } from './pauses';

/** Maximum number of messages of one claim. */
const MAX_CLAIMED = 10 * SIDE_BY_SIDE;
/** A claim that is not renewed for this long is free again: its process has crashed. */
const LEASE_MS = 15_000;
const RENEW_MS = 5_000;
const UNTRIED_PATIENCE_MS = 5_000;
const UNTRIED_POLL_MS = 50;

const ASKED_FOR_A_PAUSE = 'the receiver asked for a pause';

/** The claimed messages of one target. */
export interface Round {
  target: string;
  /** Settles when each of them was tried or postponed. */
  done: Promise<void>;
}

export class Sender {
  constructor(
    private readonly store: DeliveryStore,
    private readonly attempts: Attempts,
    private readonly consents: ConsentWait,
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
    kind: ChannelKind,
    messageClass: MessageClass,
    busy: readonly string[],
    stop: AbortSignal,
  ): Promise<Round[]> {
    const now = this.clock.now();
    // Without an idempotency key, only messages that were not yet handed over are sent again.
    const retaken = KINDS[kind].isIdempotent ? (['claimed', 'sending'] as const) : (['claimed'] as const);
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

  /**
   * On channels without idempotency keys, ends messages as indeterminate whose process ended while
   * it handed them over.
   */
  async giveUpUnknown(): Promise<void> {
    for (const kind of CHANNELS)
      if (!KINDS[kind].isIdempotent)
        await this.store.giveUpUnknown(kind, this.clock.now(), (await this.time.ofBatches()).now);
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
      if (until !== undefined) return this.attempts.postpone(claimed.slice(from), ASKED_FOR_A_PAUSE, until);
      const isReady = !stop.aborted && (messageClass === 'service' || (await this.consents.areKnown(stop)));
      const reason = stop.aborted ? 'the process ends' : 'consents are behind';
      if (!isReady) return this.attempts.postpone(claimed.slice(from), reason);
      await this.attempts.send(claimed.slice(from, from + SIDE_BY_SIDE));
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

  /**
   * A failure is ignored: a message that is not renewed is claimed by another sender, which is
   * safe.
   */
  private renew(claimed: readonly Claimed[]): void {
    this.store.renew(claimed, this.clock.now() + LEASE_MS).catch(() => undefined);
  }
}
