// The latest times of a pattern, as leaves about several patterns read them.
import { LATEST_TIMES } from '../needs/leaf-needs';
import type { View } from './view';

/** The latest times of a pattern, latest first; `isWhole` false if there were earlier ones. */
export interface Latest {
  readonly times: readonly number[];
  readonly isWhole: boolean;
}

/**
 * Reads no more than this rule needs, even if more is kept for others: the answer must not depend
 * on other rules.
 */
export function latestOf(view: View, key: string): Latest {
  const times = view.times(key);
  return times.length > LATEST_TIMES
    ? { times: times.slice(0, LATEST_TIMES), isWhole: false }
    : { times, isWhole: true };
}
