// How many customers a draft rule holds for. An answer comes within a time budget, from all
// customers or from a fair sample.
import type { Needs, Rule } from '@segue/rules';
import { Breather } from '@segue/service';
import type { Db } from '@segue/store';
import type { Rulebook } from '../rulebook/domain/rulebook';
import { type Facts, adopted, rebuilt } from '../score/domain/facts';
import { type FactsRow, type KnownStandings, factsOf, outdated } from '../score/domain/known-standings';
import { RuleView } from '../score/domain/rule-view';
import type { HistoryReader } from '../score/histories';
import { DRAFT, draftBook } from './domain/draft';
import { type Count, estimate } from './domain/estimate';
import { StandingStore } from './standing.store';

const CHUNK = 500;
const PREVIEW_BUDGET_MS = 400;

export class PreviewReader {
  constructor(
    private readonly db: Db,
    private readonly store: StandingStore,
    private readonly histories: HistoryReader,
  ) {}

  /**
   * How many customers a draft rule holds for now: all of them if there is time, else an estimate
   * from the first ones, a fair sample because ids are hashes. Facts that were not kept for the
   * rule are folded from the histories that profile has.
   */
  async count(rule: Rule, book: Rulebook, now: number): Promise<Count> {
    const draft = draftBook(rule, book);
    const asked = draft.rules.rules.filter(({ id }) => id === DRAFT);
    const holds = (facts: ReadonlyMap<string, Facts>) => {
      const view = new RuleView(facts, draft, now);
      return draft.rules.judge(asked, view.rules, view)[0]?.holds ?? false;
    };
    return this.tally(PREVIEW_BUDGET_MS, holds, (known) => this.factsFor(draft.rules.needs, known, book));
  }

  /** Facts as the needs want them; those whose history is on its way still are left out. */
  private async factsFor(needs: Needs, known: KnownStandings, book: Rulebook): Promise<KnownStandings['facts']> {
    const histories = await this.histories.of(outdated(known, needs, book));
    const rows = new Map<string, FactsRow>();
    const breather = new Breather();
    for (const row of known.facts.values()) {
      const kept = adopted(row.facts, needs, book.needs);
      const facts = kept.rules.needs === needs.id ? kept : rebuilt(kept, histories.get(row.identity) ?? [], needs);
      if (facts) rows.set(row.identity, { ...row, facts });
      await breather.breathe();
    }
    return rows;
  }

  private async tally(
    budgetMs: number,
    holds: (facts: ReadonlyMap<string, Facts>) => boolean,
    prepare: (known: KnownStandings) => Promise<KnownStandings['facts']> = async (known) => known.facts,
  ): Promise<Count> {
    const population = await this.population();
    const started = performance.now();
    const breather = new Breather();
    let matching = 0;
    let looked = 0;
    for await (const customers of this.store.customers(CHUNK)) {
      const known = await this.store.read(customers);
      const prepared = await prepare(known);
      for (const { standing } of known.standings.values()) {
        const facts = factsOf(standing, prepared);
        if (facts.size === 0 || facts.size < standing.identities.length) continue;
        looked++;
        if (holds(facts)) matching++;
        if (performance.now() - started > budgetMs) return estimate(matching, looked, population);
        await breather.breathe();
      }
      if (performance.now() - started > budgetMs) return estimate(matching, looked, population);
    }
    return estimate(matching, looked, population);
  }

  private async population(): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(
      `select count(*)::int as count from standing where value_tier is not null`,
    );
    return row?.count ?? 0;
  }
}
