// kafkajs 2.2.4 wakes up a thousand times a second for each of its connections, even when there is
// nothing to send: the check of the queue schedules itself again with a delay in the past
// (github.com/tulios/kafkajs/issues/1704, not fixed in any release). Seven idle processes took a
// third of a core.
import { createRequire } from 'node:module';

/** The fields of a connection's queue that the check reads. */
interface RequestQueue {
  pending: unknown[];
  /** UTC milliseconds until which the broker throttles this client; -1 if it never did. */
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
}

const AGAIN_MS = 10;

/**
 * Schedules the check only while requests wait: every response sends the requests that wait for it,
 * and a new request schedules the check itself if it has to wait.
 */
export function checkOnlyWhatWaits(): void {
  const { prototype } = createRequire(__filename)('kafkajs/src/network/requestQueue') as { prototype: RequestQueue };
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length === 0 || this.throttleCheckTimeoutId) return;
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      Math.max(AGAIN_MS, this.throttledUntil - Date.now()),
    );
  };
}
