// The state of a replay, stored as one row.
import type { Db } from '@segue/store';

export interface ReplayState {
  /** When the first live touchpoint was accepted, UTC milliseconds; null on an empty store. */
  liveSince: number | null;
  /** The last published time mark, UTC milliseconds. */
  mark: number | null;
  /** Whether the last mark of the replay was published; the time is then the wall clock again. */
  ended: boolean;
}

const STATE = 'select live_since as "liveSince", mark, ended from replay';
const NOTE_LIVE = 'update replay set live_since = coalesce(live_since, $1)';
const SAVE_MARK = 'update replay set mark = greatest(mark, $1), ended = $2';

export class ReplayStore {
  constructor(private readonly db: Db) {}

  async read(): Promise<ReplayState> {
    const [row] = await this.db.query<ReplayState>(STATE, [], 'replay-state');
    return row ?? { liveSince: null, mark: null, ended: false };
  }

  /** Notes the first live touchpoint; later calls change nothing. */
  async noteLive(now: number): Promise<void> {
    await this.db.query(NOTE_LIVE, [now]);
  }

  async saveMark(mark: number, ended: boolean): Promise<void> {
    await this.db.query(SAVE_MARK, [mark, ended]);
  }
}
