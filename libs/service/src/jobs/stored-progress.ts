// The progress of a running job, kept in its row.
import type { Db } from '@segue/store';
import type { Clock } from '../time/clock';
import type { JobState, Progress } from './job';

const REPORT_EVERY_MS = 500;

export class StoredProgress implements Progress {
  readonly signal: AbortSignal;
  private done = 0;
  private total: number | null = null;
  private storedAt = 0;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly id: string,
    private readonly controller: AbortController,
  ) {
    this.signal = controller.signal;
  }

  async report(done: number, total?: number): Promise<void> {
    this.done = done;
    this.total = total ?? this.total;
    if (this.clock.now() - this.storedAt >= REPORT_EVERY_MS) await this.store();
  }

  /** Stores the progress, and aborts the job if another instance has cancelled it. */
  async store(): Promise<void> {
    this.storedAt = this.clock.now();
    const rows = await this.db.query<{ state: JobState }>(
      'update job set done = greatest(done, $2), total = coalesce($3, total), seen_at = $4 where id = $1 returning state',
      [this.id, this.done, this.total, this.storedAt],
    );
    if (rows[0]?.state === 'cancelled') this.controller.abort();
  }
}
