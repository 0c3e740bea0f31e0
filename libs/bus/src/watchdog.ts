// "Stalled means silent": a handler that neither returns nor rejects, or a log that is never looked
// at while messages wait. A dependency that is down is neither: it rejects.

export interface Watched {
  stallMs: number;
  onStall: (reason: string) => void;
  /**
   * Whether unpaused partitions of this subscription hold unread messages. Rejects when the log
   * cannot be asked: then it is not a stall.
   */
  hasLag: () => Promise<boolean>;
}

export class Watchdog {
  private readonly handling = new Map<number, number>();
  private readonly timer: NodeJS.Timeout;
  private turnAt = Date.now();
  /** Since when messages are known to wait without a turn. */
  private waitingSince: number | null = null;
  private barked = false;

  constructor(private readonly watched: Watched) {
    this.timer = setInterval(() => void this.look(), Math.max(10, watched.stallMs / 4));
    this.timer.unref();
  }

  /** Messages were read, or there is nothing that ought to be. */
  turn(): void {
    this.turnAt = Date.now();
    this.waitingSince = null;
  }

  began(partition: number): void {
    this.handling.set(partition, Date.now());
  }

  ended(partition: number): void {
    this.handling.delete(partition);
    this.turn();
  }

  /** The driver itself found that it cannot go on. */
  report(reason: string): void {
    if (this.barked) return;
    this.barked = true;
    this.stop();
    this.watched.onStall(reason);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    const longest = Math.min(...this.handling.values());
    if (this.isSilentSince(longest)) return this.report(`a handler has not settled for ${Date.now() - longest} ms`);
    if (this.handling.size > 0 || !this.isSilentSince(this.turnAt)) return;
    const lag = await this.watched.hasLag().catch(() => null);
    // Nothing waits; or the log is down, and the count starts anew when it is back.
    if (!lag) return this.turn();
    // They may have come a moment ago, after a long quiet time: they too get their while.
    this.waitingSince ??= Date.now();
    if (this.isSilentSince(this.waitingSince))
      this.report(`no fetch for ${Date.now() - this.turnAt} ms while messages wait`);
  }

  private isSilentSince(instant: number): boolean {
    return Date.now() - instant > this.watched.stallMs;
  }
}
