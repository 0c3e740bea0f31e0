// Queries for touchpoints: timelines of customers, and one touchpoint by its key. Read only, off
// the hot path.
import type { Identity, NumberedTouchpoint } from '@segue/contracts';
import { DB } from '@segue/service';
import type { Db } from '@segue/store';
import { Inject, Injectable } from '@nestjs/common';

const TIMELINE = `
  select body from timeline where identity = any($1) and (occurred_at, number, message_id) < ($2, $3, $4)
  order by occurred_at desc, number desc, message_id desc limit $5`;
const ONE_TOUCHPOINT = `
  select t.body from timeline t
  join unnest($1::text[], $2::text[], $3::text[]) as k(identity, source, id)
    on t.identity = k.identity and t.source = k.source and t.message_id = k.id limit 1`;

@Injectable()
export class TimelineReader {
  constructor(@Inject(DB) private readonly db: Db) {}

  /**
   * Returns touchpoints before (occurredAt, number, id), newest first; of one instant the one that
   * was sent last comes first.
   */
  async timeline(
    identities: readonly Identity[],
    before: readonly [number, number, string],
    limit: number,
  ): Promise<NumberedTouchpoint[]> {
    const rows = await this.db.query<{ body: string }>(TIMELINE, [identities, ...before, limit]);
    return rows.map((row) => JSON.parse(row.body) as NumberedTouchpoint);
  }

  /**
   * Finds a touchpoint by `identity/source/message id`. All three may contain slashes, so each way
   * to split the key is looked up, by the primary key.
   */
  async touchpoint(key: string): Promise<NumberedTouchpoint | null> {
    const ways = partings(key);
    const rows = await this.db.query<{ body: string }>(ONE_TOUCHPOINT, [
      ways.map(([identity]) => identity),
      ways.map(([, source]) => source),
      ways.map(([, , id]) => id),
    ]);
    return rows[0] ? (JSON.parse(rows[0].body) as NumberedTouchpoint) : null;
  }
}

const MAX_PARTINGS = 200;

/** Ways to read `a/b/c` as three parts, none of them empty. */
function partings(key: string): [string, string, string][] {
  const slashes = [...key.matchAll(/\//g)].map(({ index }) => index);
  const ways = slashes.flatMap((first, place) =>
    slashes
      .slice(place + 1)
      .map((second): [string, string, string] => [
        key.slice(0, first),
        key.slice(first + 1, second),
        key.slice(second + 1),
      ]),
  );
  return ways.filter((way) => way.every((part) => part !== '')).slice(0, MAX_PARTINGS);
}
