// Counters and last events of sources. Both are bounded, and losing some loses no touchpoint.
import type { Db } from '@segue/store';
import { columns } from '@segue/store';
import { type Recent, UNSIGNED_CODES } from './domain/recent';

export interface Counted {
  source: string;
  /** Start of the minute, UTC milliseconds. */
  minute: number;
  taken: number;
  refused: number;
  ignored: number;
}

/** Maximum number of last events that are kept of a source. */
export const KEPT_EVENTS = 100;
/** Maximum number among them that had no right signature. */
const KEPT_UNSIGNED = 10;
/** Milliseconds for which counters and events are kept. */
export const KEPT_MS = 24 * 3600 * 1000;

const COUNT = `
  insert into source_minute as m (source, minute, taken, refused, ignored)
  select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) order by 1, 2
  on conflict (source, minute) do update set taken = m.taken + excluded.taken,
    refused = m.refused + excluded.refused, ignored = m.ignored + excluded.ignored`;
const LAST = `
  insert into source_last as l (source, at)
  select source, max(at) from unnest($1::text[], $2::bigint[]) as n(source, at) group by source order by source
  on conflict (source) do update set at = greatest(l.at, excluded.at)`;
const ADD = `
  insert into source_event (source, at, outcome, name, person, customer, message_id, code, path, message)
  select * from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::text[], $9::text[], $10::text[])`;
const PRUNE = `
  delete from source_event using unnest($1::text[]) as touched(name)
  where source = touched.name and id <= (
    select id from source_event where source = touched.name order by id desc offset $2 limit 1)`;
/** Requests that anybody could have sent do not displace those of the source. */
const PRUNE_UNSIGNED = `
  delete from source_event using unnest($1::text[]) as touched(name)
  where source = touched.name and name = '' and code = any($3::text[]) and id <= (
    select id from source_event where source = touched.name and name = '' and code = any($3::text[])
    order by id desc offset $2 limit 1)`;
const COUNTS = 'select source, minute, taken, refused, ignored from source_minute where minute >= $1 order by 1, 2';
const EVENTS = `
  select id, source, at, outcome, name, person, customer, message_id as "messageId", code, path, message
  from source_event where source = $1 and at >= $2 order by id desc limit $3`;

export class ActivityStore {
  constructor(private readonly db: Db) {}

  async count(counts: readonly Counted[]): Promise<void> {
    const of = columns(
      counts,
      (one) => one.source,
      (one) => one.minute,
      (one) => one.taken,
      (one) => one.refused,
      (one) => one.ignored,
    );
    await this.db.query(COUNT, of, 'source-count');
  }

  async noteLast(last: ReadonlyMap<string, number>): Promise<void> {
    await this.db.query(LAST, [[...last.keys()], [...last.values()]], 'source-last');
  }

  async add(events: readonly Recent[]): Promise<void> {
    const of = columns(
      events,
      (one) => one.source,
      (one) => one.at,
      (one) => one.outcome,
      (one) => one.name,
      (one) => one.person,
      (one) => one.customer,
      (one) => one.messageId,
      (one) => one.code,
      (one) => one.path,
      (one) => one.message,
    );
    await this.db.query(ADD, of, 'source-event');
    const sources = [...new Set(events.map(({ source }) => source))];
    if (events.some(({ code }) => UNSIGNED_CODES.includes(code)))
      await this.db.query(PRUNE_UNSIGNED, [sources, KEPT_UNSIGNED, UNSIGNED_CODES], 'source-event-unsigned');
    await this.db.query(PRUNE, [sources, KEPT_EVENTS], 'source-event-prune');
  }

  async pruneBefore(at: number): Promise<void> {
    await this.db.query('delete from source_minute where minute < $1', [at]);
    await this.db.query('delete from source_event where at < $1', [at]);
  }

  /** Returns the counts of each minute since an instant, by source and time. */
  countsSince(at: number): Promise<Counted[]> {
    return this.db.query<Counted>(COUNTS, [at]);
  }

  /** Returns when each source last sent something, UTC milliseconds. */
  async lastOfAll(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.db.query<{ source: string; at: number }>('select source, at from source_last');
    return new Map(rows.map(({ source, at }) => [source, at]));
  }

  /** Returns the last events of a source, newest first. */
  events(source: string, since: number): Promise<(Recent & { id: number })[]> {
    return this.db.query<Recent & { id: number }>(EVENTS, [source, since, KEPT_EVENTS]);
  }
}
