// A compiled rule.
import type { Needs } from '../needs/needs';
import type { Node } from '../tree/node';

/** Made by `compile` and passed back to its `CompiledRules`. */
export interface CompiledRule {
  readonly id: string;
  readonly place: number;
  /** Equal for rules of equal conditions, which are answered once. */
  readonly question: number;
  readonly tree: Node;
  /** Number of leaves, including those of the segments that the rule refers to. */
  readonly leaves: number;
  /** What it reads, the segments that it refers to included. */
  readonly needs: Needs;
}
