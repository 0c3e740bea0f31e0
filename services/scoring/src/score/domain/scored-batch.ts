// What scoring a batch gives: the rows that changed. Pure.
import type { FactsRow } from './known-standings';
import type { Scored } from './transition';

/** One customer after the batch. A customer without identities was merged into its survivor. */
export interface ScoredCustomer {
  customer: string;
  version: number;
  scored: Scored;
}

export interface ScoredBatch {
  facts: FactsRow[];
  customers: ScoredCustomer[];
}

/** Scoring in steps: the caller may run other work after each. */
export type Scoring<T = ScoredBatch> = Generator<void, T>;
