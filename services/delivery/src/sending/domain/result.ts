// What an attempt leaves: an end, or another try later. Pure.
import type { Final } from './send';

export interface DeliveryResult {
  id: string;
  /** Number of the attempt. */
  attempts: number;
  status: Final;
  reason: string | null;
  /** Whether the recipient's address is refused for good. */
  bounced: boolean;
  occurredAt: number;
}

export interface Postponed {
  id: string;
  attempts: number;
  reason: string;
  dueAt: number;
  /** Whether it counts as an attempt; a wait for a consent does not. */
  counted: boolean;
  /** Whether the attempt may have arrived. The row keeps a true of an earlier attempt. */
  mayHaveArrived: boolean;
}
