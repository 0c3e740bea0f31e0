// A long job: an import, a backfill, a replay or an export.

export const JOB_STATES = ['running', 'done', 'failed', 'cancelled', 'lost'] as const;
export type JobState = (typeof JOB_STATES)[number];

export interface Job {
  id: string;
  kind: string;
  state: JobState;
  done: number;
  /** Number of units; null while it is not known. */
  total: number | null;
  /** Subject of the job: ids and settings, nothing personal. */
  detail: Record<string, unknown>;
  /** A stable code and advice; null unless the job failed. */
  error: string | null;
  /** UTC milliseconds. */
  startedAt: number;
  endedAt: number | null;
}

/** What the work of a job reports to and is cancelled by. */
export interface Progress {
  /** Reports the number of units done; stored at most twice a second. */
  report(done: number, total?: number): Promise<void>;
  /** Aborted when a user cancels the job; the work then returns. */
  signal: AbortSignal;
}

/** An error whose message is shown as the job's error; it must hold no personal data. */
export class JobError extends Error {}
