// The amount of work in one transaction: about a second's worth, at any cost of the rulebook.
// Postgres ends a transaction that goes on for a minute without a statement, and its batch would be
// delivered for ever.

const WANTED_MS = 1_000;
const TOO_LONG_MS = 2 * WANTED_MS;

export class Portion {
  private now: number;

  constructor(private readonly most: number) {
    this.now = most;
  }

  get size(): number {
    return this.now;
  }

  /**
   * Runs the work and adapts the size of the next portion to its duration, also where it failed.
   */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      const took = performance.now() - started;
      if (took > TOO_LONG_MS) this.now = Math.max(1, Math.floor((this.now * WANTED_MS) / took));
      else if (took < WANTED_MS / 2) this.now = Math.min(this.most, this.now * 2);
    }
  }
}
