// Publishes rows that a transaction has committed, and marks them afterwards. A crash in between
// leaves them unpublished: a later sweep finds them by state. So a row may be published twice, and
// is never lost.

export interface OutboxParts<Row> {
  /** Returns up to `limit` unpublished rows in the order in which they must be published. */
  unpublished: (limit: number) => Promise<readonly Row[]>;
  /** Resolves when the log has all rows; rejects to have them published again later. */
  publish: (rows: readonly Row[]) => Promise<void>;
  markPublished: (rows: readonly Row[]) => Promise<void>;
  /** Unique among unpublished rows. */
  keyOf: (row: Row) => string;
  /** Wall clock, UTC milliseconds. */
  now: () => number;
  /** Set to the age in seconds of the oldest row that a crash left, 0 for none. */
  oldest?: { set(seconds: number): void };
}

const AT_ONCE = 500;

export class Outbox<Row> {
  /** For each row that the last sweep found, when it was first found. */
  private foundAt: ReadonlyMap<string, number> = new Map();

  constructor(private readonly parts: OutboxParts<Row>) {}

  /** Publishes rows that the caller has just committed. */
  async publish(rows: readonly Row[], publish: OutboxParts<Row>['publish'] = this.parts.publish): Promise<void> {
    if (rows.length === 0) return;
    await publish(rows);
    await this.parts.markPublished(rows);
  }

  /**
   * Publishes rows that a crash left unpublished: those that the previous sweep found as well. The
   * others may belong to a batch under way.
   */
  async sweep(): Promise<void> {
    const { unpublished, keyOf, now, oldest } = this.parts;
    const rows = await unpublished(AT_ONCE);
    const at = now();
    const before = this.foundAt;
    this.foundAt = new Map(rows.map(keyOf).map((key) => [key, before.get(key) ?? at]));
    oldest?.set((at - Math.min(at, ...this.foundAt.values())) / 1_000);
    await this.publish(rows.filter((row) => before.has(keyOf(row))));
  }

  /** Publishes one portion of all that is unpublished; resolves with the number of rows. */
  async publishNext(unpublished: OutboxParts<Row>['unpublished'] = this.parts.unpublished): Promise<number> {
    const rows = await unpublished(AT_ONCE);
    await this.publish(rows);
    return rows.length;
  }

  /** Publishes all that is unpublished, including what batches under way will publish again. */
  async publishAll(unpublished: OutboxParts<Row>['unpublished'] = this.parts.unpublished): Promise<void> {
    while ((await this.publishNext(unpublished)) > 0);
  }
}
