// What is kept of a customer's touchpoints for the rules, by identity, because an identity owns its
// touchpoints for ever. A customer's facts are the facts of its identities side by side, so a split
// only removes an identity. Traits are not included: which of them hold depends on all identities
// together (see `Context.traits`). Plain JSON.
import type { Baskets } from '@segue/orders';
import type { Needs } from '../needs/needs';
import type { FoldedNumbers } from './folded-numbers';
import type { Kept, Mark, Seen, Visit } from './kept';
import type { Series } from './series';

export interface RuleFacts extends FoldedNumbers {
  /** Id of the needs for which it was kept: what other needs require may be missing. */
  readonly needs: string;
  /** The latest times of each pattern, latest first, UTC ms; as many as the needs keep. */
  readonly events: Kept<readonly number[]>;
  /** Absent where nothing of the kind is kept. */
  readonly series?: Kept<Series>;
  readonly distinct?: Kept<readonly Seen[]>;
  readonly visits?: Kept<readonly Visit[]>;
  readonly first?: Kept<Mark>;
  readonly last?: Kept<Mark>;
  /** What rules need of the lines of orders. */
  readonly baskets?: Baskets;
  /**
   * Revision of the baskets where they are stored as rows of their own (`LargeTables`); `baskets`
   * has them once they are read.
   */
  readonly basketRows?: string;
}

/** By identity. */
export type Facts = { readonly [identity: string]: RuleFacts };

export function emptyFacts(): Facts {
  return {};
}

/** With nothing folded: the start of an identity, and of a rebuild from its history. */
export function emptyRuleFacts(needs: Needs): RuleFacts {
  return { needs: needs.id, reached: 0, beyond: [], events: {} };
}

export type Draft = { -readonly [K in keyof RuleFacts]: RuleFacts[K] };
