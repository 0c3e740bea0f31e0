// The partitions of a subscription that wait for their next attempt.
import { backoffMs } from '../backoff';

export class BackOffs {
  private readonly failures = new Map<number, number>();
  private readonly timers = new Map<number, NodeJS.Timeout>();

  /** @param onOver called when a partition has waited. */
  constructor(private readonly onOver: () => void) {}

  /** Notes a failure; returns the failures in a row and the milliseconds until the next attempt. */
  failed(partition: number): { tries: number; waitMs: number } {
    const tries = (this.failures.get(partition) ?? 0) + 1;
    this.failures.set(partition, tries);
    const waitMs = backoffMs(tries);
    this.timers.set(
      partition,
      setTimeout(() => this.over(partition), waitMs),
    );
    return { tries, waitMs };
  }

  succeeded(partition: number): void {
    this.failures.delete(partition);
  }

  isWaiting(partition: number): boolean {
    return this.timers.has(partition);
  }

  /** Returns the partitions that wait. */
  partitions(): number[] {
    return [...this.timers.keys()];
  }

  /** Cancels the waits. */
  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  private over(partition: number): void {
    this.timers.delete(partition);
    this.onOver();
  }
}
