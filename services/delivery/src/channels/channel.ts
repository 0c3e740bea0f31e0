// How a message leaves: one small port, one driver per kind of provider.
import type { Action } from '@segue/contracts';
import type { Attempt } from '../sending/domain/send';

/** Messages of one sort that are handed to one channel side by side. */
export const SIDE_BY_SIDE = 50;

export interface Channel {
  /** Never rejects: whatever happened is an attempt's result. `action.id` is the key. */
  send(action: Action): Promise<Attempt>;
  close(): Promise<void>;
}
