// Sends one load at a time: items that come while a load is under way form the next one. This keeps
// the order of publishes, turns many small ones into few round trips, and makes a retry safe,
// because nothing is sent behind a load whose outcome is unknown.

interface Waiting<Item> {
  item: Item;
  resolve: () => void;
  reject: (error: unknown) => void;
}

export interface SerialSenderOptions<Item> {
  /** Sends one load. When it rejects, it is unknown how much of the load arrived. */
  send: (load: readonly Item[]) => Promise<void>;
  weightOf: (item: Item) => number;
  /** Maximum weight of a load; a single heavier item is sent alone. */
  maxWeight: number;
}

export class SerialSender<Item> {
  private waiting: Waiting<Item>[] = [];
  private running: Promise<void> | null = null;

  constructor(private readonly options: SerialSenderOptions<Item>) {}

  /**
   * Resolves once the load that holds this item has arrived. When a load fails, all waiting items
   * are rejected with it: otherwise they would precede the failed items in the log once those are
   * sent again.
   */
  push(item: Item): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.running ??= this.drain();
    });
  }

  /** Resolves when nothing is under way; all items pushed before have then settled. */
  async idle(): Promise<void> {
    while (this.running) await this.running;
  }

  private async drain(): Promise<void> {
    // Waits for one microtask, so that publishes of the same instant form one load.
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
