// Rejected events, kept so that their sender can be corrected. Their number is bounded, and losing
// one loses no touchpoint.
import type { Log } from '@segue/bus';
import { DB, LOG, type Page, decodeCursor, faultOf, page } from '@segue/service';
import { type Db, columns } from '@segue/store';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Rejection } from '../accept/domain/judged';
import { type QuarantineEntry, eventText, nameIn, personIn } from './domain/rejected';
import { type QuarantineCount, QuarantineCountStore } from './quarantine-count.store';

interface Waiting extends Omit<QuarantineEntry, 'id'> {
  event: string;
}

/** Maximum number of entries of one source, so that they do not displace those of others. */
const KEPT_OF_A_SOURCE = 2_000;
const MAX_WAITING_OF_A_SOURCE = 500;
const MAX_WAITING = 5_000;
const STORE_EVERY_MS = 500;
const PRUNE = `
  delete from quarantine using unnest($1::text[]) as touched(name)
  where source = touched.name and id <= (
    select id from quarantine where source = touched.name order by id desc offset $2 limit 1)`;
const COLUMNS = 'id, source, received_at as "receivedAt", place as "index", code, path, message, name, person, taken';

@Injectable()
export class QuarantineStore implements OnApplicationBootstrap, OnModuleDestroy {
  private waiting: Waiting[] = [];
  private readonly counts: QuarantineCountStore;
  private timer: NodeJS.Timeout | undefined;
  private storing: Promise<void> = Promise.resolve();

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.counts = new QuarantineCountStore(db, log);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.storeSoon(), STORE_EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    this.storeSoon();
    await this.storing;
  }

  /**
   * Adds rejections. Beyond the buffer they are only counted, so that a flood of invalid events
   * does not fill the memory.
   * @param options `ofAccepted`: remarks on events that were accepted all the same.
   */
  add(source: string, receivedAt: number, rejections: readonly Rejection[], { ofAccepted = false } = {}): void {
    for (const one of rejections) this.counts.add(source, receivedAt, one);
    const own = this.waiting.reduce((count, entry) => count + (entry.source === source ? 1 : 0), 0);
    const room = Math.max(0, Math.min(MAX_WAITING - this.waiting.length, MAX_WAITING_OF_A_SOURCE - own));
    for (const { event, index, code, path, message } of rejections.slice(0, room)) {
      const described = { name: nameIn(event), person: personIn(event), taken: ofAccepted };
      this.waiting.push({ source, receivedAt, index, code, path, message, ...described, event: eventText(event) });
    }
  }

  /** Returns the number of rejections of each source by reason, the latest first. */
  async countsOf(source: string | undefined): Promise<QuarantineCount[]> {
    return this.counts.of(source);
  }

  async list(limit: number, cursor: string | undefined, source: string | undefined): Promise<Page<QuarantineEntry>> {
    const [before] = decodeCursor(cursor, [Number.MAX_SAFE_INTEGER]);
    const rows = await this.db.query<QuarantineEntry>(
      `select ${COLUMNS} from quarantine where id < $1 and ($2::text is null or source = $2) order by id desc limit $3`,
      [before, source ?? null, limit + 1],
    );
    return page(rows, limit, (row) => [row.id]);
  }

  /** Returns an entry with its event as JSON text; null if there is none. */
  async find(id: number): Promise<(QuarantineEntry & { event: string }) | null> {
    const [row] = await this.db.query<QuarantineEntry & { event: string }>(
      `select ${COLUMNS}, event from quarantine where id = $1`,
      [id],
    );
    return row ?? null;
  }

  async discard(id: number): Promise<boolean> {
    return (await this.db.query('delete from quarantine where id = $1 returning id', [id])).length > 0;
  }

  private storeSoon(): void {
    if (this.counts.size === 0) return;
    const rows = this.waiting;
    const counts = this.counts.take();
    this.waiting = [];
    this.storing = this.storing.then(() => this.store(rows)).then(() => this.counts.store(counts));
  }

  /** Stores the rows; a row that cannot be stored is left out, so that the others are stored. */
  private async store(rows: readonly Waiting[]): Promise<void> {
    if (rows.length === 0) return;
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
      `insert into quarantine (source, received_at, place, code, path, message, event, name, person, taken)
       select * from unnest($1::text[], $2::bigint[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[],
         $8::text[], $9::text[], $10::boolean[])`,
      columns(
        rows,
        (row) => row.source,
        (row) => row.receivedAt,
        (row) => row.index,
        (row) => row.code,
        (row) => row.path,
        (row) => row.message,
        (row) => row.event,
        (row) => row.name,
        (row) => row.person,
        (row) => row.taken,
      ),
      'quarantine-add',
    );
    await this.db.query(PRUNE, [[...new Set(rows.map(({ source }) => source))], KEPT_OF_A_SOURCE], 'quarantine-prune');
  }
}

/** Returns whether an error is of class 22 of SQLSTATE: a value that no column can hold. */
const isAboutTheRows = (error: unknown): boolean =>
  /^22/.test(String((error as { code?: unknown } | null)?.code ?? ''));
