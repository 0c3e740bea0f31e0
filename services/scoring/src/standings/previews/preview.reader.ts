// How many customers a draft rule holds for. An answer comes within a time budget, from all
// customers or from a fair sample.
import type { Needs, Rule } from '@segue/rules';
import { Breather } from '@segue/service';
import type { Db } from '@segue/store';
import type { Rulebook } from '../../rulebook/domain/rulebook';
import { type Facts, adopted } from '../../score/domain/facts';
import { type FactsRow, type KnownStandings, factsOf, outdated } from '../../score/domain/known-standings';
import { refolded } from '../../score/domain/refold';
import { RuleView } from '../../score/domain/rule-view';
import type { HistoryReader } from '../../score/histories';
import { Funnel, draftOf } from '../domain/draft';
import { type Count, estimate } from '../domain/estimate';
import { StandingStore } from '../standing.store';

const CHUNK = 500;
const PREVIEW_BUDGET_MS = 400;
const SAMPLES = 5;
/** Pages of histories that a preview reads for a hundred identities. */
const MAX_PAGES = 10;

interface Tallied extends Count {
  /** Of those looked at, how many match. */
  held: number;
  /** The last customer of this part, as `after` for the next one; null when all were looked at. */
  next: string | null;
}

export interface Counted extends Tallied {
  /** Some of the matching customers. */
  samples: string[];
  /** Of those looked at, how many fulfil the first, the first two, … conditions of the rule. */
  steps: number[];
}

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
   * @param after the last customer of an earlier part, to go on from there.
   */
  async count(rule: Rule, book: Rulebook, now: number, after = ''): Promise<Counted> {
    const { book: draft, parts } = draftOf(rule, book);
    const funnel = new Funnel(parts.length);
    const samples: string[] = [];
    const holds = (facts: ReadonlyMap<string, Facts>, customer: string) => {
      const view = new RuleView(facts, draft, now);
      const matches = funnel.add(draft.rules.judge(parts, view.rules, view).map((judged) => judged.holds));
      if (matches && samples.length < SAMPLES) samples.push(customer);
      return matches;
    };
    const prepare = (known: KnownStandings) => this.factsFor(draft.rules.needs, known, book);
    const tallied = await this.tally(PREVIEW_BUDGET_MS, holds, prepare, after);
    return { ...tallied, samples, steps: funnel.steps };
  }

  /**
   * Facts as the needs require them. Identities whose history has not arrived, or goes on after
   * MAX_PAGES, are left out.
   */
  private async factsFor(needs: Needs, known: KnownStandings, book: Rulebook): Promise<KnownStandings['facts']> {
    const refolds = await this.histories.refolds(outdated(known, needs, book), needs, { maxPages: MAX_PAGES });
    const rows = new Map<string, FactsRow>();
    const breather = new Breather();
    for (const row of known.facts.values()) {
      const kept = adopted(row.facts, needs, book.needs);
      const facts = kept.rules.needs === needs.id ? kept : refolded(kept, refolds.get(row.identity), needs);
      if (facts) rows.set(row.identity, { ...row, facts });
      await breather.breathe();
    }
    return rows;
  }

  private async tally(
    budgetMs: number,
    holds: (facts: ReadonlyMap<string, Facts>, customer: string) => boolean,
    prepare: (known: KnownStandings) => Promise<KnownStandings['facts']> = async (known) => known.facts,
    after = '',
  ): Promise<Tallied> {
    const population = await this.population();
    const started = performance.now();
    const breather = new Breather();
    let matching = 0;
    let looked = 0;
    const part = (next: string | null): Tallied => ({
      ...estimate(matching, looked, population),
      held: matching,
      next,
    });
    for await (const customers of this.store.customers(CHUNK, after)) {
      const known = await this.store.read(customers);
      const prepared = await prepare(known);
      for (const customer of customers) {
        const standing = known.standings.get(customer)?.standing;
        const facts = standing && factsOf(standing, prepared);
        if (!facts || facts.size === 0 || facts.size < standing.identities.length) continue;
        looked++;
        if (holds(facts, customer)) matching++;
        if (performance.now() - started > budgetMs) return part(customer);
        await breather.breathe();
      }
      if (performance.now() - started > budgetMs) return part(customers.at(-1) ?? null);
    }
    return part(null);
  }

  private async population(): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(
      `select count(*)::int as count from standing where value_tier is not null`,
    );
    return row?.count ?? 0;
  }
}
