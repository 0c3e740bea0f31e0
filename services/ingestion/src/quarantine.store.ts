// What was rejected, kept for whoever has to mend the sender. Bounded, and off the path of what was accepted: losing an entry loses no touchpoint.
import type { Log } from '@segue/bus';
import { DB, LOG, type Page, decodeCursor, faultOf, page } from '@segue/service';
import { type Db, columns } from '@segue/store';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Rejection } from './domain/accept';

export interface QuarantineEntry {
  id: number;
  source: string;
  /** UTC milliseconds. */
  receivedAt: number;
  index: number;
  code: string;
  path: string;
  message: string;
  /** What was sent, as JSON text; cut off where it is long. */
  event: string;
}

type Waiting = Omit<QuarantineEntry, 'id'>;

/** Maximum kept of one source: its rejections must not displace those of others. */
const KEPT_OF_A_SOURCE = 2_000;
const MAX_WAITING_OF_A_SOURCE = 500;
const MAX_WAITING = 5_000;
const STORE_EVERY_MS = 500;
const MAX_EVENT_CHARS = 32_768;
const PRUNE = `
  delete from quarantine using unnest($1::text[]) as touched(name)
  where source = touched.name and id <= (
    select id from quarantine where source = touched.name order by id desc offset $2 limit 1)`;
const COLUMNS = 'id, source, received_at as "receivedAt", place as "index", code, path, message, event';

@Injectable()
export class QuarantineStore implements OnApplicationBootstrap, OnModuleDestroy {
  private waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | undefined;
  private storing: Promise<void> = Promise.resolve();

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.storeSoon(), STORE_EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    this.storeSoon();
    await this.storing;
  }

  /** A flood of bad events must not fill the memory: beyond the buffer they are only counted. */
  add(source: string, receivedAt: number, rejections: readonly Rejection[]): void {
    const own = this.waiting.reduce((count, entry) => count + (entry.source === source ? 1 : 0), 0);
    const room = Math.max(0, Math.min(MAX_WAITING - this.waiting.length, MAX_WAITING_OF_A_SOURCE - own));
    for (const { event, index, code, path, message } of rejections.slice(0, room)) {
      this.waiting.push({ source, receivedAt, index, code, path, message, event: textOf(event) });
    }
  }

  async list(limit: number, cursor: string | undefined, source: string | undefined): Promise<Page<QuarantineEntry>> {
    const [before] = decodeCursor(cursor, [Number.MAX_SAFE_INTEGER]);
    const rows = await this.db.query<QuarantineEntry>(
      `select ${COLUMNS} from quarantine where id < $1 and ($2::text is null or source = $2) order by id desc limit $3`,
      [before, source ?? null, limit + 1],
    );
    return page(rows, limit, (row) => [row.id]);
  }

  async find(id: number): Promise<QuarantineEntry | null> {
    const [row] = await this.db.query<QuarantineEntry>(`select ${COLUMNS} from quarantine where id = $1`, [id]);
    return row ?? null;
  }

  async discard(id: number): Promise<boolean> {
    return (await this.db.query('delete from quarantine where id = $1 returning id', [id])).length > 0;
  }

  private storeSoon(): void {
    if (this.waiting.length === 0) return;
    const rows = this.waiting;
    this.waiting = [];
    this.storing = this.storing.then(() => this.store(rows));
  }

  /** Stores the rows; a row that cannot be stored is left out, so that the others are stored. */
  private async store(rows: readonly Waiting[]): Promise<void> {
    try {
      await this.insert(rows);
    } catch (error) {
      if (rows.length > 1 && isAboutTheRows(error)) {
        const middle = Math.ceil(rows.length / 2);
        await this.store(rows.slice(0, middle));
        return this.store(rows.slice(middle));
      }
      this.log('warn', 'rejected events could not be kept', { events: rows.length, fault: faultOf(error) });
    }
  }

  private async insert(rows: readonly Waiting[]): Promise<void> {
    await this.db.query(
      `insert into quarantine (source, received_at, place, code, path, message, event)
       select * from unnest($1::text[], $2::bigint[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[])`,
      columns(
        rows,
        (row) => row.source,
        (row) => row.receivedAt,
        (row) => row.index,
        (row) => row.code,
        (row) => row.path,
        (row) => row.message,
        (row) => row.event,
      ),
      'quarantine-add',
    );
    await this.db.query(PRUNE, [[...new Set(rows.map(({ source }) => source))], KEPT_OF_A_SOURCE], 'quarantine-prune');
  }
}

/** Whether an error is of class 22 of SQLSTATE: a value that no column can hold. */
const isAboutTheRows = (error: unknown): boolean =>
  /^22/.test(String((error as { code?: unknown } | null)?.code ?? ''));

/** JSON text, in which what Postgres refuses (NUL, lone surrogates) is escaped. */
function textOf(event: unknown): string {
  try {
    const text = typeof event === 'string' ? JSON.stringify(event) : (JSON.stringify(event) ?? 'null');
    // A cut may leave half of a character: `toWellFormed` by way of UTF-8.
    return Buffer.from(text.slice(0, MAX_EVENT_CHARS)).toString();
  } catch {
    // Nested too deep to be written.
    return '"…"';
  }
}

const MAX_NAME = 200;

/**
 * Returns the name of a rejected event and the id of its person; null for what was not sent or is
 * no text.
 */
export function namesIn(event: string): { name: string | null; person: string | null } {
  let sent: unknown;
  try {
    sent = JSON.parse(event);
  } catch {
    // Cut off in the middle.
  }
  const { event: name, type, userId, anonymousId } = (sent ?? {}) as Record<string, unknown>;
  return { name: textIn(name) ?? textIn(type), person: textIn(userId) ?? textIn(anonymousId) };
}

const textIn = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value.slice(0, MAX_NAME) : null;
