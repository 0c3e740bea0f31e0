// Work that comes round: what is due, what a crash left. One round of each at a time; what fails is
// logged and comes again with the next.
import type { Log } from '@segue/bus';
import { faultOf } from './log';

export class Rounds {
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly log: Log,
    /** What the log says when a round failed. */
    private readonly trouble: string,
  ) {}

  every(ms: number, work: () => Promise<void>): void {
    let round: Promise<void> | undefined;
    const begin = (): void => {
      if (round) return;
      const begun = work()
        .catch((error: unknown) => this.log('warn', this.trouble, { fault: faultOf(error) }))
        .finally(() => {
          this.running.delete(begun);
          round = undefined;
        });
      round = begun;
      this.running.add(begun);
    };
    this.timers.push(setInterval(begin, ms).unref());
  }

  /** Resolves when the rounds under way have ended. */
  async stop(): Promise<void> {
    for (const timer of this.timers.splice(0)) clearInterval(timer);
    await Promise.all(this.running);
  }
}
