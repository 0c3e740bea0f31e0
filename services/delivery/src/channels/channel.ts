// The port through which messages leave; one driver for each kind of provider.
import type { Action } from '@segue/contracts';
import type { Attempt } from '../sending/domain/send';

/** Maximum number of messages of one class that are handed to one channel concurrently. */
export const SIDE_BY_SIDE = 50;

export interface Channel {
  /**
   * Resolves with the result of the attempt and never rejects. `action.id` is the idempotency key.
   */
  send(action: Action): Promise<Attempt>;
  close(): Promise<void>;
}
