// Dead letters of all services, kept until they are replayed or discarded.
import type { DeadLetter } from '@segue/contracts';
import { DB, type Page, decodeCursor, page } from '@segue/service';
import { type Db, columns } from '@segue/store';
import { Inject, Injectable } from '@nestjs/common';

/** How a person resolved a dead letter. */
export type Resolution = 'replayed' | 'discarded';
/** `returned`: replayed, and its message became a dead letter of the same reader once more. */
export const STATES = ['open', 'replayed', 'returned', 'discarded'] as const;
export type DeadLetterState = (typeof STATES)[number];

export interface StoredLetter {
  id: string;
  /** UTC milliseconds. */
  recordedAt: number;
  /** The service that could not handle it. */
  reader: string;
  topic: string;
  partition: number;
  offset: string;
  code: string;
  path: string;
  reason: string;
  state: DeadLetterState;
  settledAt: number | null;
  settledBy: string | null;
  /** Id of the dead letter whose replay this message was; null for none. */
  replayOf: string | null;
}

export interface LetterContent {
  key: string;
  value: Buffer;
  /** Headers of the message, as JSON. */
  headers: string;
}

/**
 * A header of replayed messages: the id of the dead letter, and the time of the replay. If the
 * message fails again, the new dead letter has this header.
 */
const REPLAY_HEADER = 'segue-replay';
const tagOf = (id: string, settledAt: number) => `${id}@${settledAt}`;

/**
 * The state in SQL. `returned` is derived, not stored, since the new dead letter may arrive before
 * the old one is updated.
 */
const STATE = `case when state = 'replayed' and exists (
    select from dead_letter back where back.replay = letter.id || '@' || letter.settled_at and back.reader = letter.reader
  ) then 'returned' else state end`;
const COLUMNS = `id, recorded_at as "recordedAt", reader, topic, partition, place as "offset", code, path, reason, ${STATE} as state,
  settled_at as "settledAt", settled_by as "settledBy", regexp_replace(replay, '@[0-9]+$', '') as "replayOf"`;

/** Returns the headers of a replayed message. @param at time of the replay, UTC milliseconds. */
export const replayHeaders = (id: string, headers: DeadLetter['headers'], at: number): DeadLetter['headers'] => ({
  ...headers,
  [REPLAY_HEADER]: tagOf(id, at),
});

@Injectable()
export class DeadLetterStore {
  constructor(@Inject(DB) private readonly db: Db) {}

  /** Stores dead letters; known ones (by id, the position of the message) are not changed. */
  async keep(letters: readonly DeadLetter[]): Promise<void> {
    await this.db.query(
      `insert into dead_letter (id, recorded_at, reader, topic, partition, place, key, value, headers, code, path, reason, replay, state)
       select *, 'open' from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::int[], $6::text[], $7::text[], $8::bytea[],
         $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])
       on conflict (id) do nothing`,
      columns(
        letters,
        (letter) => letter.id,
        (letter) => letter.recordedAt,
        (letter) => letter.group,
        (letter) => letter.topic,
        (letter) => letter.partition,
        (letter) => letter.offset,
        (letter) => letter.key,
        (letter) => Buffer.from(letter.value, 'base64'),
        (letter) => JSON.stringify(letter.headers),
        (letter) => letter.code,
        (letter) => letter.path,
        (letter) => letter.reason,
        (letter) => letter.headers[REPLAY_HEADER] ?? null,
      ),
      'dead-letter-keep',
    );
  }

  async list(
    limit: number,
    cursor: string | undefined,
    state: DeadLetterState | undefined,
  ): Promise<Page<StoredLetter>> {
    const [at, id] = decodeCursor(cursor, [Number.MAX_SAFE_INTEGER, '']);
    const rows = await this.db.query<StoredLetter>(
      `select ${COLUMNS} from dead_letter letter where (recorded_at, id) < ($1, $2) and ($3::text is null or ${STATE} = $3)
       order by recorded_at desc, id desc limit $4`,
      [at, id, state ?? null, limit + 1],
    );
    return page(rows, limit, (row) => [row.recordedAt, row.id]);
  }

  async find(id: string): Promise<(StoredLetter & LetterContent) | null> {
    const [row] = await this.db.query<StoredLetter & LetterContent>(
      `select ${COLUMNS}, key, value, headers from dead_letter letter where id = $1`,
      [id],
    );
    return row ?? null;
  }

  /** Stores how a dead letter was resolved. @param at for a replay the time in its header. */
  async recordResolution(id: string, state: Resolution, by: string, at: number): Promise<void> {
    await this.db.query('update dead_letter set state = $2, settled_by = $3, settled_at = $4 where id = $1', [
      id,
      state,
      by,
      at,
    ]);
  }
}
