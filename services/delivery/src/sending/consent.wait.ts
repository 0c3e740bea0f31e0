// Waits for withdrawals that were accepted but have not arrived here, so that no message is sent
// against one.
import { type Bus, unreadIn } from '@segue/bus';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Topic, consents, touchpoints } from '@segue/contracts';
import type { Clock, ServiceTime } from '@segue/service';

/**
 * Longer than profile is behind in normal operation: with a shorter limit nothing would ever be
 * sent.
 */
const CONSENTS_PATIENCE_MS = 60_000;
const CONSENTS_POLL_MS = 20;
const CONSENTS_LAZY_POLL_MS = 500;

export class ConsentWait {
  constructor(
    private readonly bus: Bus,
    private readonly time: ServiceTime,
    private readonly clock: Clock,
  ) {}

  /**
   * Waits until every withdrawal accepted before now is known here: first until profile has read
   * the touchpoints to their current end and published their consents, then until delivery has read
   * these. Resolves with false when that takes too long, e.g. while profile is down. A replay sends
   * at its own instant: there only the second wait is made, for the consents published so far.
   */
  async areKnown(stop: AbortSignal): Promise<boolean> {
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
    const ends = await lag();
    for (let pause = CONSENTS_POLL_MS; ; pause = Math.min(CONSENTS_LAZY_POLL_MS, pause * 2)) {
      if (unreadIn(await lag(), ends) === 0) return true;
      if (givenUp()) return false;
      await sleep(pause);
    }
  }
}
