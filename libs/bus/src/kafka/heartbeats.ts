import type { EachBatchPayload } from 'kafkajs';
import { isMembershipLost } from './commits';

export const HEARTBEAT_MS = 2_000;

/** Sends heartbeats while a handler works, so that a long batch does not end the membership. */
export class Heartbeats {
  /** The error of a heartbeat after which the member must join again; null while there is none. */
  lost: Error | null = null;
  private readonly timer: NodeJS.Timeout;

  constructor(payload: EachBatchPayload) {
    this.timer = setInterval(() => {
      payload.heartbeat().catch((error: Error) => {
        if (isMembershipLost(error)) this.lost = error;
      });
    }, HEARTBEAT_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
