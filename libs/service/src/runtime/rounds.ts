// Periodic work, such as what is due or what a crash left. Each kind runs one round at a time; a
// failure is logged, and the next round tries again.
import type { Log } from '@segue/bus';
import { faultOf } from '../observability/log';

export class Rounds {
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly log: Log,
    /** Text of the log entry about a failed round. */
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
