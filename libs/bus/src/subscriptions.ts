// The open subscriptions of a bus, so that closing it stops them all.
import type { Subscription } from './bus';

export class Subscriptions {
  private readonly started = new Set<Promise<Subscription>>();
  private closed = false;

  async open(start: () => Promise<Subscription>): Promise<Subscription> {
    if (this.closed) throw new Error('the bus is closed');
    const opening = start();
    this.started.add(opening);
    opening.catch(() => this.started.delete(opening));
    return opening;
  }

  /**
   * Stops them side by side. One that never started needs no stop, and one that cannot take its
   * leave is missed soon enough.
   */
  async close(): Promise<void> {
    this.closed = true;
    const opened = await Promise.allSettled(this.started);
    await Promise.allSettled(opened.map((each) => (each.status === 'fulfilled' ? each.value.stop() : undefined)));
  }
}
