// Scoring as transactions: loads the customers concerned, scores, saves, publishes; again when the rulebook changed meanwhile.
import type { ProfileChanged, Signal } from '@segue/contracts';
import type { Clock, ServiceTime } from '@segue/service';
import { StaleRules } from '@segue/store';
import type { Rulebook } from './domain/rulebook';
import { type Known, type ScoredBatch, score, scoreDue } from './domain/score';
import type { ScoringClock } from './domain/standing';
import { ScoringRules } from './scoring.rules';
import { SignalOutbox } from './signal.outbox';
import { StandingStore, type Written } from './standing.store';

export const DUE_AT_ONCE = 500;
const WAIT_FOR_OTHERS_MS = 20;

export class Scorer {
  constructor(
    private readonly store: StandingStore,
    private readonly rules: ScoringRules,
    private readonly outbox: SignalOutbox,
    private readonly time: ServiceTime,
    private readonly clock: Clock,
  ) {}

  /** @throws {Unscorable} */
  async score(batch: readonly ProfileChanged[]): Promise<Signal[]> {
    const clock = await this.serviceClock();
    return this.withRules((book) =>
      this.store.change(batch, book.version, (known) => score(batch, known, book, clock)),
    );
  }

  /** By the wall clock, which the service's time never overtakes. */
  isAnythingDue(): Promise<boolean> {
    return this.store.isAnythingDue(this.clock.now());
  }

  /** One round of what is due up to `until`; answers how many customers it moved. */
  async fireDue(until: number): Promise<number> {
    let fired = 0;
    const { historyUntil } = await this.time.ofBatches();
    await this.withRules(async (book) => {
      const scored = await this.store.fireDue(until, DUE_AT_ONCE, book.version, (known) =>
        scoreDue(known, book, until, { now: until, historyUntil, wall: this.clock.now() }),
      );
      fired = scored.customers.length;
      return scored;
    });
    return fired;
  }

  /** Everything that is due up to `until`, what other instances are at work on included, told to campaigns. */
  async fireAllDue(until: number): Promise<void> {
    while (await this.store.isAnythingDue(until)) {
      if ((await this.fireDue(until)) === 0) await new Promise((resolve) => setTimeout(resolve, WAIT_FOR_OTHERS_MS));
    }
    await this.outbox.publishUntil(until);
  }

  /** Writes what `work` makes of these customers under the present rulebook, and publishes it. */
  async change(customers: readonly string[], work: (known: Known, book: Rulebook) => ScoredBatch): Promise<void> {
    await this.withRules((book) => this.store.changeCustomers(customers, book.version, (known) => work(known, book)));
  }

  private async withRules(work: (book: Rulebook) => Promise<Written>): Promise<Signal[]> {
    for (let stale = false; ; stale = true) {
      const book = await this.rules.read(stale);
      try {
        return await this.outbox.publish(await work(book));
      } catch (error) {
        if (!(error instanceof StaleRules)) throw error;
      }
    }
  }

  private async serviceClock(): Promise<ScoringClock> {
    const { now, historyUntil } = await this.time.ofBatches();
    return { now, historyUntil, wall: this.clock.now() };
  }
}
