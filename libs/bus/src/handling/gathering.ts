// What waits at the same time is done in one call. A call costs a service a transaction, sends and
// round trips however little there is to do: six partitions served one after the other cost nearly
// six times as much as six served together.

export interface GatheringOptions<P> {
  /** Largest size of one call, unless a single part is larger. */
  most: number;
  /** Calls under way at the same time. */
  concurrency: number;
  sizeOf(part: P): number;
  work(parts: readonly P[]): Promise<void>;
}

interface Waiting<P> {
  part: P;
  done: () => void;
  failed: (error: unknown) => void;
}

export class Gathering<P> {
  private waiting: Waiting<P>[] = [];
  private running = 0;
  private isDue = false;

  constructor(private readonly options: GatheringOptions<P>) {}

  /**
   * Settles as the work on this part does. What others brought to the same call does not make it
   * fail.
   */
  add(part: P): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ part, done, failed });
      this.soon();
    });
  }

  /** What one fetch brought is handed over piece by piece, but within one turn of the loop. */
  private soon(): void {
    if (this.isDue) return;
    this.isDue = true;
    setImmediate(() => {
      this.isDue = false;
      this.begin();
    });
  }

  private begin(): void {
    while (this.running < this.options.concurrency && this.waiting.length > 0) {
      this.running++;
      void this.call(this.take()).finally(() => {
        this.running--;
        this.begin();
      });
    }
  }

  /** In the order in which they came. */
  private take(): Waiting<P>[] {
    const { most, sizeOf } = this.options;
    let size = 0;
    const fitting = this.waiting.findIndex(({ part }, place) => (size += sizeOf(part)) > most && place > 0);
    return this.waiting.splice(0, fitting === -1 ? this.waiting.length : fitting);
  }

  private async call(together: readonly Waiting<P>[]): Promise<void> {
    try {
      await this.options.work(together.map(({ part }) => part));
      for (const { done } of together) done();
    } catch (error) {
      const [only, ...others] = together;
      if (others.length === 0) only?.failed(error);
      // Each by itself: only what cannot be done holds up its own.
      else await Promise.all(together.map((one) => this.call([one])));
    }
  }
}
