// Rows that this process appended lately: what a page cache is to a broker. A reader in the same
// process (all of standalone) finds them here and asks Postgres only for what is older or written
// by others. Nothing depends on it.
import type { Outgoing, Received } from '../bus';

const MOST_BYTES = 16 * 1024 * 1024;

interface Row {
  records: Received[];
  bytes: number;
}

export class RecentRows {
  private readonly rows = new Map<string, Row>();
  private bytes = 0;

  constructor(private readonly mostBytes = MOST_BYTES) {}

  /** A row that is committed, its first record at offset `base`. */
  add(topicId: number, partition: number, base: number, records: readonly Outgoing[]): void {
    const received = records.map(({ key, value, headers = {} }, place) => {
      return { offset: String(base + place), key, value, headers };
    });
    const bytes = records.reduce((sum, { key, value }) => sum + key.length + value.length, 0);
    this.rows.set(nameOf(topicId, partition, base), { records: received, bytes });
    this.bytes += bytes;
    this.forget();
  }

  /**
   * Records from `offset` on, row after row without a gap, until there are at least `enough`. None
   * when no row that begins there is at hand: readers take rows whole, so whoever reads along
   * always stands where one begins.
   */
  from(topicId: number, partition: number, offset: number, enough: number): Received[] {
    const found: Received[] = [];
    while (found.length < enough) {
      const row = this.rows.get(nameOf(topicId, partition, offset + found.length));
      if (!row) break;
      found.push(...row.records);
    }
    return found;
  }

  private forget(): void {
    for (const [name, row] of this.rows) {
      if (this.bytes <= this.mostBytes) return;
      this.rows.delete(name);
      this.bytes -= row.bytes;
    }
  }
}

const nameOf = (topicId: number, partition: number, base: number) => `${topicId} ${partition} ${base}`;
