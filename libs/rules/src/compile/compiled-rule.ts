// A rule as the compiler hands it out.
import type { Needs } from '../needs/needs';
import type { Node } from '../tree/node';

/** Handed out by a rulebook and given back to it. */
export interface CompiledRule {
  readonly id: string;
  readonly place: number;
  /** Rules of equal conditions ask the same: it is answered once for all of them. */
  readonly question: number;
  readonly tree: Node;
  /** Number of leaves, including those of the segments that the rule refers to. */
  readonly leaves: number;
  /** What it reads, the segments that it refers to included. */
  readonly needs: Needs;
}
