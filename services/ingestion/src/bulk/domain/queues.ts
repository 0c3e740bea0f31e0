// Chooses the queue of a touchpoint. Live events must not wait behind imports or behind one busy
// source. Pure.
import type { Origin, Touchpoint } from '@segue/contracts';
import { WITHDRAWN } from '@segue/parts';

export type Queue = 'live' | 'bulk';

export interface Traffic {
  origin: Origin;
  /**
   * Whether history is being replayed. Its time marks are on the live queue, so its touchpoints go
   * there too.
   */
  isReplaying: boolean;
  /** Whether the source has used up its share of the live queue. */
  isOverShare: boolean;
}

/**
 * Returns the queue. A withdrawal always takes the live queue, so that it holds at once and does
 * not wait behind an import.
 */
export function queueOf({ type, event }: Pick<Touchpoint, 'type' | 'event'>, traffic: Traffic): Queue {
  if (traffic.isReplaying || traffic.origin === 'replay') return 'live';
  if (type === 'track' && event === WITHDRAWN) return 'live';
  return traffic.origin === 'import' || traffic.isOverShare ? 'bulk' : 'live';
}
