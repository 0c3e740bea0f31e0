// Whether what stands below a part waits for it. Pure.

/** How far the query of the part is. */
export interface Progress {
  data: unknown;
  error: unknown;
  /** Number of failed attempts; the next one may take another minute. */
  failureCount: number;
  /** `paused`: the browser is offline. */
  fetchStatus: 'fetching' | 'paused' | 'idle';
}

/** @param isLate whether it has waited long enough. */
export const isHeldBack = ({ data, error, failureCount, fetchStatus }: Progress, isLate: boolean): boolean =>
  !isLate && data === undefined && !error && failureCount === 0 && fetchStatus !== 'paused';
