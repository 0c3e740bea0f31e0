// Facts and standings of the customers at hand, as the stores read them. Pure.
import type { Needs } from '@segue/rules';
import type { Rulebook } from '../../rulebook/domain/rulebook';
import { type Facts, adopted } from './facts';
import type { Standing } from './standing.state';

export interface FactsRow {
  identity: string;
  customer: string;
  /** Version of the customer that names this identity as its own. The larger version wins. */
  claim: number;
  facts: Facts;
}

export interface StandingRow {
  customer: string;
  version: number;
  standing: Standing;
}

/** Rows under the locks of `standings`; `standings` has a new one for each customer without. */
export interface KnownStandings {
  facts: ReadonlyMap<string, FactsRow>;
  standings: ReadonlyMap<string, StandingRow>;
}

/** A customer with its standing and the facts of its identities. */
export interface FoundCustomer {
  customer: string;
  standing: Standing;
  facts: ReadonlyMap<string, Facts>;
}

/** Returns the rows whose facts cannot serve `needs`. */
export function outdated(known: Pick<KnownStandings, 'facts'>, needs: Needs, book: Rulebook): FactsRow[] {
  return [...known.facts.values()].filter(({ facts }) => adopted(facts, needs, book.needs).rules.needs !== needs.id);
}

/** Facts of a customer's identities, as far as they are among the rows. */
export function factsOf(standing: Standing, rows: ReadonlyMap<string, { facts: Facts }>): Map<string, Facts> {
  return new Map(
    standing.identities.flatMap((identity) => {
      const row = rows.get(identity);
      return row ? [[identity, row.facts] as const] : [];
    }),
  );
}
