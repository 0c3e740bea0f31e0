// Numbers on the moves between value tiers. Pure.
import type { Flow } from '../../api/types';
import { rankOf } from '../../theme/tiers';

/** Returns the change of a tier: customers who came, new ones included, less those who left. */
export function netOf({ moves }: Pick<Flow, 'moves'>, tier: string): number {
  return moves.reduce(
    (net, { from, to, customers }) => net + (to === tier ? customers : from === tier ? -customers : 0),
    0,
  );
}

/** Returns the number of moves up and down; new customers have not moved. */
export function upAndDown({ moves }: Pick<Flow, 'moves'>): { up: number; down: number } {
  const count = (isCounted: (from: string, to: string) => boolean) =>
    moves.reduce((sum, { from, to, customers }) => sum + (from !== null && isCounted(from, to) ? customers : 0), 0);
  return {
    up: count((from, to) => rankOf(to) > rankOf(from)),
    down: count((from, to) => rankOf(to) <= rankOf(from)),
  };
}
