// Uploaded order files in parts, and their reports.
import type { Page } from '@segue/service';
import { decodeCursor, page } from '@segue/service';
import type { Db } from '@segue/store';
import type { Terms } from './domain/options';
import type { ImportReportView } from './report.views';

export interface StoredImport {
  id: string;
  name: string;
  /** Size of the file, bytes. */
  size: number;
  terms: Terms;
  job: string | null;
  report: ImportReportView | null;
  /** UTC milliseconds. */
  createdAt: number;
}

interface Row extends Omit<StoredImport, 'terms' | 'report'> {
  options: string;
  report: string | null;
}

const COLUMNS = `id, name, size, options, job, report, created_at as "createdAt"`;
const ADD = `insert into import (id, name, size, options, created_at) values ($1, $2, $3, $4, $5)`;
const FIND = `select ${COLUMNS} from import where id = $1`;
const LIST = `
  select ${COLUMNS} from import where (created_at, id) < ($1, $2) order by created_at desc, id desc limit $3`;
const DELETE_UNFINISHED = `delete from import where job is null and created_at < $1`;
const SAVE_PART = `
  insert into import_part (import, number, bytes) values ($1, $2, $3)
  on conflict (import, number) do update set bytes = excluded.bytes`;
const PARTS = `select number from import_part where import = $1`;
const PART = `select bytes from import_part where import = $1 and number = $2`;
const DELETE_PARTS = `delete from import_part where import = $1`;
const CLAIM = `update import set job = $3 where id = $1 and job is not distinct from $2 returning id`;
const SAVE_REPORT = `update import set report = $3 where id = $1 and job = $2`;
/** Imports that may have to be resumed, or whose parts are to be deleted. */
const UNDER_WAY = `
  select i.id, i.name, i.size, i.options, i.job, i.report, i.created_at as "createdAt"
  from import i join job j on j.id = i.job
  where j.state = 'running' or exists (select from import_part where import = i.id) order by i.created_at`;

export class ImportStore {
  constructor(private readonly db: Db) {}

  async add({ id, name, size, terms, createdAt }: Omit<StoredImport, 'job' | 'report'>): Promise<void> {
    await this.db.query(ADD, [id, name, size, JSON.stringify(terms), createdAt]);
  }

  /** Deletes uploads that were not started and began before `before`, UTC milliseconds. */
  async deleteUnfinished(before: number): Promise<void> {
    await this.db.query(DELETE_UNFINISHED, [before]);
  }

  async find(id: string): Promise<StoredImport | null> {
    const [row] = await this.db.query<Row>(FIND, [id]);
    return row === undefined ? null : importOf(row);
  }

  /** Returns a page of imports, newest first. */
  async list(limit: number, cursor?: string): Promise<Page<StoredImport>> {
    const [at, id] = decodeCursor(cursor, [Number.MAX_SAFE_INTEGER, '']);
    const rows = await this.db.query<Row>(LIST, [at, id, limit + 1]);
    return page(rows.map(importOf), limit, (one) => [one.createdAt, one.id]);
  }

  async underWay(): Promise<StoredImport[]> {
    return (await this.db.query<Row>(UNDER_WAY)).map(importOf);
  }

  /** Stores a part; one that is sent again replaces the former. */
  async savePart(id: string, number: number, bytes: Buffer): Promise<void> {
    await this.db.query(SAVE_PART, [id, number, bytes]);
  }

  /** Returns the numbers of the parts that were received. */
  async parts(id: string): Promise<Set<number>> {
    const rows = await this.db.query<{ number: number }>(PARTS, [id]);
    return new Set(rows.map(({ number }) => number));
  }

  /** Resolves with a part; with null when it is gone. */
  async part(id: string, number: number): Promise<Buffer | null> {
    const [row] = await this.db.query<{ bytes: Buffer }>(PART, [id, number]);
    return row?.bytes ?? null;
  }

  async deleteParts(id: string): Promise<void> {
    await this.db.query(DELETE_PARTS, [id]);
  }

  /**
   * Assigns an import to a job if it still belongs to `before`; returns whether it did. One of two
   * processes succeeds.
   */
  async claim(id: string, before: string | null, job: string): Promise<boolean> {
    return (await this.db.query(CLAIM, [id, before, job])).length > 0;
  }

  /** Changes nothing when the import belongs to another job by now. */
  async saveReport(id: string, job: string, report: ImportReportView): Promise<void> {
    await this.db.query(SAVE_REPORT, [id, job, JSON.stringify(report)]);
  }
}

const importOf = ({ options, report, ...row }: Row): StoredImport => ({
  ...row,
  terms: JSON.parse(options) as Terms,
  report: report === null ? null : (JSON.parse(report) as ImportReportView),
});
