// Histories of identities in pages, for services that fold them again. Read only, off the hot path.
import type { HistoryAsked, HistoryPage, Identity, NumberedTouchpoint } from '@segue/contracts';
import { DB } from '@segue/service';
import { type Db, columns } from '@segue/store';
import { Inject, Injectable } from '@nestjs/common';

/** Touchpoints of an answer over all identities, and about how many bytes they take. */
const MAX_TOUCHPOINTS = 2_000;
const MAX_BYTES = 1024 * 1024;

// Every touchpoint of the page, in the order of the timeline's key; those beyond MAX_BYTES without
// their body.
const PAGES = `
  select place::int as place, source, message_id as "messageId",
    case when sum(octet_length(body)) over (order by place, source, message_id) - octet_length(body) < $6
      then body end as body
  from unnest($1::text[], $2::int[], $3::text[], $4::text[]) with ordinality asked (identity, above, source_after, id_after, place)
  cross join lateral (
    select source, message_id, body from timeline
    where timeline.identity = asked.identity
      and (source, message_id) > (source_after, id_after) and number > above
    order by source, message_id limit $5
  ) page
  order by place, source, message_id`;

interface PageRow {
  /** Of the identity among those asked for, from 1. */
  place: number;
  source: string;
  messageId: string;
  body: string | null;
}

@Injectable()
export class HistoryReader {
  constructor(@Inject(DB) private readonly db: Db) {}

  /**
   * Returns a page of each history, in the order of `asked`. Those with `next` go on: the first one
   * that does gets at least one touchpoint further.
   * @param asked at least one.
   */
  async pages(asked: readonly HistoryAsked[]): Promise<HistoryPage[]> {
    const most = Math.ceil(MAX_TOUCHPOINTS / asked.length);
    const values = columns(
      asked,
      (one) => one.identity as Identity,
      (one) => one.above,
      (one) => one.after?.source ?? '',
      (one) => one.after?.messageId ?? '',
    );
    const rows = await this.db.query<PageRow>(PAGES, [...values, most, MAX_BYTES], 'histories');
    const byPlace = asked.map((): PageRow[] => []);
    for (const row of rows) byPlace[row.place - 1]?.push(row);
    return asked.map((one, place) => pageOf(one, byPlace[place] as PageRow[], most));
  }
}

function pageOf({ identity, after }: HistoryAsked, rows: readonly PageRow[], most: number): HistoryPage {
  const read = rows.filter(({ body }) => body !== null);
  const last = read.at(-1);
  const isWhole = rows.length < most && read.length === rows.length;
  const until = last ? { source: last.source, messageId: last.messageId } : (after ?? null);
  return {
    identity,
    touchpoints: read.map(({ body }) => JSON.parse(body as string) as NumberedTouchpoint),
    next: isWhole ? null : (until ?? { source: '', messageId: '' }),
  };
}
