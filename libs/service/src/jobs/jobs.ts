// Long jobs (an import, a backfill, a replay, an export) as rows with their progress, so that API
// and console can show them and a restart can find the interrupted ones. Each kind of job resumes
// by itself.
import { randomUUID } from 'node:crypto';
import type { Log } from '@segue/bus';
import type { Db } from '@segue/store';
import type { Clock } from '../time/clock';
import { faultOf } from '../observability/log';
import { type Page, decodeCursor, page } from '../http/paging';
import { type Job, type JobState, type Progress, JobError } from './job';
import { StoredProgress } from './stored-progress';

interface Row extends Omit<Job, 'detail'> {
  detail: string;
  seenAt: number;
}

const COLUMNS = `id, kind, state, done, total, detail, error, started_at as "startedAt", seen_at as "seenAt", ended_at as "endedAt"`;
const SIGN_OF_LIFE_MS = 5_000;
const LOST_AFTER_MS = 30_000;

export class Jobs {
  private readonly running = new Map<string, { controller: AbortController; ended: Promise<void> }>();

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Stores the job and runs it in the background; resolves as soon as it is stored. */
  async start(
    kind: string,
    total: number | null,
    work: (progress: Progress) => Promise<void>,
    detail: Job['detail'] = {},
  ): Promise<Job> {
    const now = this.clock.now();
    const id = `${kind}-${randomUUID()}`;
    await this.db.query(
      `insert into job (id, kind, state, done, total, detail, started_at, seen_at) values ($1, $2, 'running', 0, $3, $4, $5, $5)`,
      [id, kind, total, JSON.stringify(detail), now],
    );
    this.launch(id, work);
    return { id, kind, state: 'running', done: 0, total, detail, error: null, startedAt: now, endedAt: null };
  }

  async find(id: string): Promise<Job | null> {
    const [row] = await this.db.query<Row>(`select ${COLUMNS} from job where id = $1`, [id]);
    return row === undefined ? null : this.toJob(row);
  }

  /** Returns the existing ones of these jobs, by id. */
  async findAll(ids: readonly string[]): Promise<Map<string, Job>> {
    if (ids.length === 0) return new Map();
    const rows = await this.db.query<Row>(`select ${COLUMNS} from job where id = any($1)`, [ids]);
    return new Map(rows.map((row) => [row.id, this.toJob(row)]));
  }

  /** Returns a page of jobs, newest first. */
  async list(limit: number, cursor?: string): Promise<Page<Job>> {
    const [at, id] = decodeCursor(cursor, [Number.MAX_SAFE_INTEGER, '']);
    const rows = await this.db.query<Row>(
      `select ${COLUMNS} from job where (started_at, id) < ($1, $2) order by started_at desc, id desc limit $3`,
      [at, id, limit + 1],
    );
    return page(
      rows.map((row) => this.toJob(row)),
      limit,
      (job) => [job.startedAt, job.id],
    );
  }

  /** Cancels the job, whichever instance runs it; returns false if it is not running. */
  async cancel(id: string): Promise<boolean> {
    const rows = await this.db.query(
      `update job set state = 'cancelled', ended_at = $2 where id = $1 and state = 'running' returning id`,
      [id, this.clock.now()],
    );
    this.running.get(id)?.controller.abort();
    return rows.length > 0;
  }

  /** Ends a lost job whose work another one continues. */
  async supersede(id: string, by: string): Promise<void> {
    await this.db.query(
      `update job set state = 'failed', error = $2, ended_at = $3 where id = $1 and state = 'running'`,
      [id, `continued by ${by}`, this.clock.now()],
    );
  }

  /**
   * Aborts all jobs of this process and waits for them. They count as lost, and their kind may
   * resume them.
   */
  async stop(): Promise<void> {
    for (const job of this.running.values()) job.controller.abort();
    await Promise.all([...this.running.values()].map((job) => job.ended));
  }

  private launch(id: string, work: (progress: Progress) => Promise<void>): void {
    const controller = new AbortController();
    const ended = this.run(id, work, controller)
      .catch((error: unknown) =>
        this.log('error', 'the end of a job could not be stored', { job: id, fault: faultOf(error) }),
      )
      .finally(() => this.running.delete(id));
    this.running.set(id, { controller, ended });
  }

  private async run(
    id: string,
    work: (progress: Progress) => Promise<void>,
    controller: AbortController,
  ): Promise<void> {
    const progress = new StoredProgress(this.db, this.clock, id, controller);
    const signOfLife = setInterval(() => void progress.store().catch(() => undefined), SIGN_OF_LIFE_MS);
    try {
      await work(progress);
      await progress.store();
      if (!controller.signal.aborted) await this.end(id, 'done', null);
    } catch (error) {
      this.log('error', 'a job failed', { job: id, fault: faultOf(error) });
      await this.end(id, 'failed', error instanceof JobError ? error.message : 'internal');
    } finally {
      clearInterval(signOfLife);
    }
  }

  private async end(id: string, state: JobState, error: string | null): Promise<void> {
    const now = this.clock.now();
    await this.db.query(
      `update job set state = $2, error = $3, ended_at = $4, seen_at = $4 where id = $1 and state = 'running'`,
      [id, state, error, now],
    );
  }

  private toJob({ seenAt, detail, ...row }: Row): Job {
    const silent = row.state === 'running' && this.clock.now() - seenAt > LOST_AFTER_MS;
    return { ...row, state: silent ? 'lost' : row.state, detail: JSON.parse(detail) as Job['detail'] };
  }
}
