// Loads the customers concerned, scores and saves in one transaction, and publishes the signals.
// When the rulebook changed meanwhile, all of it is done again.
import { setTimeout } from 'node:timers/promises';
import type { ProfileChanged, Signal } from '@segue/contracts';
import type { Clock, ServiceTime } from '@segue/service';
import { underCurrentRules } from '@segue/store';
import type { Rulebook } from '../rulebook/domain/rulebook';
import { ScoringRules } from '../rulebook/rulebook.store';
import { type Alongside, StandingStore, type Written } from '../standings/standing.store';
import { SignalOutbox } from '../transitions/signal.outbox';
import type { KnownStandings } from './domain/known-standings';
import { score, scoreDue } from './domain/score';
import type { Scoring } from './domain/scored-batch';
import type { ScoringClock } from './domain/standing.state';
import { placedAfter } from './placed-after';
import { Portion } from './portion';

const DUE_AT_ONCE = 500;
const PROFILES_AT_ONCE = 1_000;
const WAIT_FOR_OTHERS_MS = 20;

export class Scorer {
  /** Sizes of transactions, which follow how long they take. */
  private readonly profilePortion = new Portion(PROFILES_AT_ONCE);
  private readonly duePortion = new Portion(DUE_AT_ONCE);

  constructor(
    private readonly store: StandingStore,
    private readonly rules: ScoringRules,
    private readonly outbox: SignalOutbox,
    private readonly time: ServiceTime,
    private readonly clock: Clock,
  ) {}

  /**
   * Resolves with the signals that were published.
   * @throws {InvalidMessage} with the index of a message that cannot be scored.
   */
  async score(batch: readonly ProfileChanged[]): Promise<Signal[]> {
    const clock = await this.serviceClock();
    const published: Signal[] = [];
    for (let from = 0; from < batch.length;) {
      const some = batch.slice(from, from + this.profilePortion.size);
      const signals = await this.profilePortion.during(() => this.scorePortion(some, clock)).catch(placedAfter(from));
      // Not spread into a call, which has a maximum number of arguments.
      for (const signal of signals) published.push(signal);
      from += some.length;
    }
    return published;
  }

  private scorePortion(batch: readonly ProfileChanged[], clock: ScoringClock): Promise<Signal[]> {
    return this.withRules((book) =>
      this.store.change(batch, book.version, (known) => score(batch, known, book, clock)),
    );
  }

  /** Resolves with the milliseconds to the next due time by the wall clock; 0 or less when due. */
  async dueInMs(): Promise<number> {
    return (await this.store.nextDue()) - this.clock.now();
  }

  /**
   * Fires one round of what is due up to `until`. Resolves with the number of customers judged, and
   * whether more may be due.
   */
  async fireDue(until: number): Promise<{ fired: number; isFull: boolean }> {
    const most = this.duePortion.size;
    const fired = await this.duePortion.during(() => this.fireSome(until, most));
    return { fired, isFull: fired === most };
  }

  private async fireSome(until: number, most: number): Promise<number> {
    let fired = 0;
    const { historyUntil } = await this.time.ofBatches();
    await this.withRules(async (book) => {
      const scored = await this.store.fireDue(until, most, book.version, (known) =>
        scoreDue(known, book, until, { now: until, historyUntil, wall: this.clock.now() }),
      );
      fired = scored.customers.length;
      return scored;
    });
    return fired;
  }

  /**
   * Fires everything that is due up to `until`, and waits for what other instances fire. Resolves
   * when the signals are published.
   */
  async fireAllDue(until: number): Promise<void> {
    while ((await this.store.nextDue()) <= until) {
      if ((await this.fireDue(until)).fired === 0) await setTimeout(WAIT_FOR_OTHERS_MS);
    }
    await this.outbox.publishUntil(until);
  }

  /** Writes what `work` makes of these customers under the present rulebook, and publishes it. */
  async change(
    customers: readonly string[],
    work: (known: KnownStandings, book: Rulebook) => Scoring,
    alongside?: Alongside,
  ): Promise<void> {
    await this.withRules((book) =>
      this.store.changeCustomers(customers, book.version, (known) => work(known, book), alongside),
    );
  }

  private withRules(work: (book: Rulebook) => Promise<Written>): Promise<Signal[]> {
    return underCurrentRules(
      (isStale) => this.rules.read(isStale),
      async (book) => this.outbox.publish(await work(book)),
    );
  }

  private async serviceClock(): Promise<ScoringClock> {
    const { now, historyUntil } = await this.time.ofBatches();
    return { now, historyUntil, wall: this.clock.now() };
  }
}
