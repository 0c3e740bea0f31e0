// Gathers parts that wait at the same time into one call. Each call costs a service a transaction,
// sends and round trips, whatever its size: six partitions served one after the other cost nearly
// six times as much as six served together.

export interface GatheringOptions<P> {
  /** Maximum size of one call, unless a single part is larger. */
  most: number;
  /** Maximum number of concurrent calls. */
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
   * Resolves or rejects as the work on this part does. Other parts of the same call do not make it
   * fail.
   */
  add(part: P): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ part, done, failed });
      this.soon();
    });
  }

  /**
   * Starts calls after this turn of the event loop: the parts of one fetch arrive one by one, but
   * within one turn.
   */
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

  /** Takes the parts of the next call, in the order in which they came. */
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
      // Each part by itself, so that a failing part delays only its own partition.
      else await Promise.all(together.map((one) => this.call([one])));
    }
  }
}
