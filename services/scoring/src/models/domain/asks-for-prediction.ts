// Rules that read a prediction. Pure.
import { type Rule, leavesOf } from '@segue/rules';

const PREDICTED: readonly string[] = ['expectedRevenue', 'pAlive'];

/** Whether a rule asks for a number that is unknown while predictions wait. */
export function asksForPrediction({ when }: Rule): boolean {
  return leavesOf(when).some((leaf) => leaf.kind === 'number' && PREDICTED.includes(leaf.name));
}
