// One-lane traffic: a load is sent when the one before has arrived, and what comes meanwhile
// travels together. It keeps the order of publishes, turns many small ones into few round trips,
// and is what makes a retry safe: nothing can slip in behind a load in doubt.

interface Waiting<Item> {
  item: Item;
  resolve: () => void;
  reject: (error: unknown) => void;
}

export interface LaneOptions<Item> {
  /** Sends one load. Rejects as a whole: then it is unknown what of it arrived. */
  send: (load: readonly Item[]) => Promise<void>;
  weightOf: (item: Item) => number;
  /** A load closes before it gets heavier than this; a single heavier item travels alone. */
  maxWeight: number;
}

export class Lane<Item> {
  private waiting: Waiting<Item>[] = [];
  private running: Promise<void> | null = null;

  constructor(private readonly options: LaneOptions<Item>) {}

  /**
   * Resolves once the load that this item travelled with has arrived. A load that fails takes with
   * it what waits behind it: had that gone on, it would stand in the log before what its sender
   * tries again.
   */
  push(item: Item): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.running ??= this.drain();
    });
  }

  /** Resolves when nothing is under way; what was pushed until then has settled. */
  async idle(): Promise<void> {
    while (this.running) await this.running;
  }

  private async drain(): Promise<void> {
    // One turn of the event loop lets the publishes of the same instant travel together.
    await Promise.resolve();
    while (this.waiting.length > 0) await this.deliver(this.nextLoad());
    this.running = null;
  }

  private nextLoad(): Waiting<Item>[] {
    let weight = 0;
    const end = this.waiting.findIndex(({ item }, index) => {
      weight += this.options.weightOf(item);
      return index > 0 && weight > this.options.maxWeight;
    });
    return this.waiting.splice(0, end === -1 ? this.waiting.length : end);
  }

  private async deliver(load: Waiting<Item>[]): Promise<void> {
    try {
      await this.options.send(load.map(({ item }) => item));
      for (const { resolve } of load) resolve();
    } catch (error) {
      for (const { reject } of [...load, ...this.waiting.splice(0)]) reject(error);
    }
  }
}
