// Which lane a touchpoint takes. Live events must not wait behind imports or behind one busy source. Pure.
import type { Origin, Touchpoint } from '@segue/contracts';
import { WITHDRAWN } from '@segue/parts';

export type Lane = 'live' | 'bulk';

export interface Traffic {
  origin: Origin;
  /** History is being replayed: its time marks travel on the live lane, and the order before them counts. */
  isReplaying: boolean;
  /** The source has used up its share of the live lane. */
  isOverShare: boolean;
}

/** A withdrawal always takes the live lane: it holds at once, so no message has to wait for an import. */
export function laneOf({ type, event }: Pick<Touchpoint, 'type' | 'event'>, traffic: Traffic): Lane {
  if (traffic.isReplaying || traffic.origin === 'replay') return 'live';
  if (type === 'track' && event === WITHDRAWN) return 'live';
  return traffic.origin === 'import' || traffic.isOverShare ? 'bulk' : 'live';
}
