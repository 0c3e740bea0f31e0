// kafkajs 2.2.4 wakes up a thousand times a second for each of its connections, also while nothing
// is to be sent: the check of what waits schedules itself again with a delay in the past
// (github.com/tulios/kafkajs/issues/1704, not mended in any release). Seven idle processes took a
// third of a core.
import { createRequire } from 'node:module';

/** What the check needs of a connection's queue. */
interface RequestQueue {
  pending: unknown[];
  /** UTC milliseconds up to which the broker wants silence; -1 when it never asked for any. */
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
}

const AGAIN_MS = 10;

/**
 * Only what waits is looked at again: every answer sends what waits behind it, and a new request
 * schedules the check itself if it has to wait.
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
