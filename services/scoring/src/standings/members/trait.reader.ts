// Reads which traits and values customers have, from a fair sample. One answer stands for a minute.
import { Breather, type Clock } from '@segue/service';
import type { Rulebook } from '../../rulebook/domain/rulebook';
import { factsOf } from '../../score/domain/known-standings';
import { RuleView } from '../../score/domain/rule-view';
import { type TopTrait, TopTraits } from '../domain/top-traits';
import type { StandingStore } from '../standing.store';

const CHUNK = 250;
const SAMPLE = 2_000;
const BUDGET_MS = 400;
const STANDS_MS = 60_000;

export interface Suggested {
  traits: TopTrait[];
  /** How many customers were looked at. */
  looked: number;
}

export class TraitReader {
  private latest: { at: number; answer: Promise<Suggested> } | null = null;

  constructor(
    private readonly store: Pick<StandingStore, 'customers' | 'read'>,
    private readonly clock: Clock,
  ) {}

  /** Concurrent callers share one look at the customers. */
  top(book: Rulebook): Promise<Suggested> {
    const now = this.clock.now();
    if (this.latest !== null && now - this.latest.at < STANDS_MS) return this.latest.answer;
    const answer = this.look(book, now);
    this.latest = { at: now, answer };
    answer.catch(() => (this.latest = null));
    return answer;
  }

  private async look(book: Rulebook, now: number): Promise<Suggested> {
    const started = performance.now();
    const breather = new Breather();
    const top = new TopTraits();
    let looked = 0;
    for await (const customers of this.store.customers(CHUNK)) {
      const { facts, standings } = await this.store.read(customers);
      for (const { standing } of standings.values()) {
        const own = factsOf(standing, facts);
        if (own.size === 0) continue;
        top.add(new RuleView(own, book, now).traits);
        looked++;
        await breather.breathe();
      }
      if (looked >= SAMPLE || performance.now() - started > BUDGET_MS) break;
    }
    return { traits: top.top(), looked };
  }
}
