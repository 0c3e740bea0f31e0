// The tables of model versions and of the lease of the one fit that may run.
import { randomUUID } from 'node:crypto';
import type { ValueModel } from '@segue/valuation';
import type { Db } from '@segue/store';
import type { FitState } from './domain/fit-due';
import type { FittedVersion, ModelOrigin, ModelVersion } from './domain/model-version';

const TAKE = `
  update model_fit set holder = $1, held_until = $2, tried_at = $3, job = null
  where held_until <= $3 returning one`;
const RENEW = `update model_fit set held_until = $2, job = coalesce($3, job) where holder = $1 returning one`;
const RELEASE = `
  update model_fit set holder = null, held_until = 0, job = null, fitted_at = coalesce($2, fitted_at),
    customers = coalesce($3, customers)
  where holder = $1`;
const STATE = `select held_until, job, tried_at, fitted_at, customers from model_fit`;
const ADD = `insert into model_version (created_at, origin, body) values ($1, $2, $3) returning number`;
const KEPT = `select number from model_version where origin <> 'fit' and body = $1 order by number desc limit 1`;
const NEWEST_FIT = `select max(number) as number from model_version where origin = 'fit'`;
const FIND = `select number, created_at, origin, body from model_version where number = $1`;
const LIST = `
  select number, created_at, origin, body from model_version where number < $1 order by number desc limit $2`;
// What was replaced stays, since one may go back to it.
const PRUNE = `delete from model_version where origin = 'fit' and number <= $1 and number <> $2`;
const PRUNE_MANUAL = `
  delete from model_version where origin = 'manual' and number <> $2
    and number not in (select number from model_version where origin = 'manual' order by number desc limit $1)`;
const CUSTOMERS = `select count(*) as customers from standing`;

const LEASE_MS = 120_000;
/**
 * How many versions are kept beside the live one: more than a year of daily fits, and of models
 * that were set by hand the newest hundred.
 */
const KEPT_VERSIONS = { fits: 400, manual: 100 };

interface VersionRow {
  number: number;
  created_at: number;
  origin: ModelOrigin;
  body: string;
}

interface StoredBody {
  model: ValueModel;
  fit?: Omit<FittedVersion, 'model'>;
}

export interface RunningFit extends FitState {
  /** Whether a fit holds the lease. */
  isRunning: boolean;
  /** Its job, once that has started. */
  job: string | null;
}

export class ModelStore {
  constructor(
    private readonly db: Db,
    private readonly kept = KEPT_VERSIONS,
  ) {}

  /** Resolves with the holder's name; with null while another fit runs. */
  async take(now: number): Promise<string | null> {
    const holder = randomUUID();
    const taken = await this.db.query(TAKE, [holder, now + LEASE_MS, now]);
    return taken.length > 0 ? holder : null;
  }

  /** Resolves with whether the lease still was the holder's. */
  async renew(holder: string, now: number, job: string | null = null): Promise<boolean> {
    return (await this.db.query(RENEW, [holder, now + LEASE_MS, job])).length > 0;
  }

  /** @param fitted when it ended and how many customers there were; null for one that failed. */
  async release(holder: string, fitted: { at: number; customers: number } | null): Promise<void> {
    await this.db.query(RELEASE, [holder, fitted?.at ?? null, fitted?.customers ?? null]);
  }

  async state(now: number): Promise<RunningFit> {
    const [row] = await this.db.query<{
      held_until: number;
      job: string | null;
      tried_at: number | null;
      fitted_at: number | null;
      customers: number;
    }>(STATE);
    const { held_until: until = 0, job = null, tried_at: triedAt = null, fitted_at: fittedAt = null } = row ?? {};
    return { isRunning: until > now, job, triedAt, fittedAt, customers: row?.customers ?? 0 };
  }

  async customers(): Promise<number> {
    const [row] = await this.db.query<{ customers: number }>(CUSTOMERS);
    return Number(row?.customers ?? 0);
  }

  /** Adds a fit and forgets the oldest ones, but for `live`; resolves with the new number. */
  async addFit({ model, ...fit }: FittedVersion, live: number | null, now: number): Promise<number> {
    const number = await this.add('fit', { model, fit }, now);
    await this.db.query(PRUNE, [number - this.kept.fits, live ?? 0]);
    return number;
  }

  /**
   * Keeps the live model, which was not fitted here, once, and forgets the oldest of its kind;
   * resolves with its number.
   */
  async keep(model: ValueModel, origin: 'default' | 'manual', now: number): Promise<number> {
    const number = (await this.keptAs(model)) ?? (await this.add(origin, { model }, now));
    await this.db.query(PRUNE_MANUAL, [this.kept.manual, number]);
    return number;
  }

  /** The number under which a model that was not fitted here is kept; null if it is not. */
  async keptAs(model: ValueModel): Promise<number | null> {
    const [row] = await this.db.query<{ number: number }>(KEPT, [bodyOf({ model })]);
    return row?.number ?? null;
  }

  async newestFit(): Promise<number | null> {
    const [row] = await this.db.query<{ number: number | null }>(NEWEST_FIT);
    return row?.number ?? null;
  }

  async find(number: number): Promise<ModelVersion | null> {
    const [row] = await this.db.query<VersionRow>(FIND, [number]);
    return row ? versionOf(row) : null;
  }

  /** Newest first, before a number. */
  async list(before: number, limit: number): Promise<ModelVersion[]> {
    return (await this.db.query<VersionRow>(LIST, [before, limit])).map(versionOf);
  }

  private async add(origin: ModelOrigin, body: StoredBody, now: number): Promise<number> {
    const [row] = await this.db.query<{ number: number }>(ADD, [now, origin, bodyOf(body)]);
    return (row as { number: number }).number;
  }
}

/** −Infinity, as of a model that was not fitted, is null in JSON. */
const bodyOf = (body: StoredBody) => JSON.stringify(body);

function versionOf({ number, created_at: createdAt, origin, body }: VersionRow): ModelVersion {
  const { model, fit } = JSON.parse(body) as StoredBody;
  return { number, createdAt, origin, model, fit: fit ? ({ ...fit, model } as FittedVersion) : null };
}
