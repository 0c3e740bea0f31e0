// Takes the edges of RFM from the population as it stands: fifths of recency, orders and spend.
// They are data of that instant, kept with their version, so that a customer's name never changes
// because of what others buy.
import type { Job, Jobs, Progress } from '@segue/service';
import { dayNumber, dayNumberAt, rfmEdges } from '@segue/valuation';
import { Backfill } from '../rulebook/backfill';
import type { Rulebook } from '../rulebook/domain/rulebook';
import { ScoringRules } from '../rulebook/rulebook.store';
import type { KnownStandings } from '../score/domain/known-standings';
import { RuleView } from '../score/domain/rule-view';
import { factsOf } from '../score/domain/known-standings';
import { StandingStore } from '../standings/standing.store';

const AT_ONCE = 500;

interface Buyers {
  recency: number[];
  frequency: number[];
  monetary: number[];
}

export class RfmEdgesTaker {
  constructor(
    private readonly store: StandingStore,
    private readonly rules: ScoringRules,
    private readonly backfill: Backfill,
    private readonly jobs: Jobs,
  ) {}

  /** @param at the instant at which recency is counted, UTC milliseconds. */
  start(at: number): Promise<Job> {
    return this.jobs.start('rfm-edges', null, (progress) => this.take(at, progress), {
      at: new Date(at).toISOString(),
    });
  }

  private async take(at: number, progress: Progress): Promise<void> {
    const book = await this.rules.read(true);
    const buyers: Buyers = { recency: [], frequency: [], monetary: [] };
    let done = 0;
    for await (const customers of this.store.customers(AT_ONCE)) {
      if (progress.signal.aborted) return;
      note(await this.store.read(customers), book, at, buyers);
      done += customers.length;
      await progress.report(done);
    }
    await this.save(buyers);
  }

  private async save({ recency, frequency, monetary }: Buyers): Promise<void> {
    // Without purchases there are no edges to take.
    if (recency.length === 0) return;
    const version = await this.rules.saveSetting('rfm', rfmEdges(recency, frequency, monetary));
    await this.backfill.start({ setting: 'rfm', version });
  }
}

function note({ standings, facts }: KnownStandings, book: Rulebook, at: number, buyers: Buyers): void {
  const { zone } = book.brand;
  for (const { standing } of standings.values()) {
    const { lastOrderDay, numbers, gross } = new RuleView(factsOf(standing, facts), book, at).worth;
    if (lastOrderDay === null) continue;
    buyers.recency.push(dayNumberAt(at, zone) - dayNumber(lastOrderDay));
    buyers.frequency.push(numbers.orders.value);
    buyers.monetary.push(gross);
  }
}
