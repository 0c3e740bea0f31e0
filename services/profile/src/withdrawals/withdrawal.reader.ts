// Queries for the withdrawals of consent that one source sent. Read only, off the hot path.
import type { Identity, NumberedTouchpoint } from '@segue/contracts';
import { type Part, WITHDRAWN } from '@segue/parts';
import { DB } from '@segue/service';
import type { Db } from '@segue/store';
import { Inject, Injectable } from '@nestjs/common';

export interface Withdrawals {
  identity: Identity;
  part: Part;
  /**
   * Every consent withdrawal sent by one source; other touchpoints that mention the event may be
   * included.
   */
  words: NumberedTouchpoint[];
}

const PARTS_AFTER = `select identity, part from identity where identity > $1 order by identity limit $2`;
const WORDS = `
  select identity, body from timeline
  where identity = any($1::text[]) and source = $2 and position($3 in body) > 0
    and body::json->>'type' = 'track' and body::json->>'event' = $4`;

@Injectable()
export class WithdrawalReader {
  constructor(@Inject(DB) private readonly db: Db) {}

  /**
   * Returns a page of identities in the order of their names, each with the withdrawals that
   * `source` sent.
   */
  async withdrawals(source: string, after: Identity, limit: number): Promise<Withdrawals[]> {
    const rows = await this.db.query<{ identity: Identity; part: string }>(PARTS_AFTER, [after, limit]);
    const bodies = await this.db.query<{ identity: Identity; body: string }>(WORDS, [
      rows.map((row) => row.identity),
      source,
      `"${WITHDRAWN}"`,
      WITHDRAWN,
    ]);
    const words = new Map<Identity, NumberedTouchpoint[]>(rows.map((row) => [row.identity, []]));
    for (const { identity, body } of bodies) words.get(identity)?.push(JSON.parse(body) as NumberedTouchpoint);
    return rows.map(({ identity, part }) => ({
      identity,
      part: JSON.parse(part) as Part,
      words: words.get(identity) ?? [],
    }));
  }
}
