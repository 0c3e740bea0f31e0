// Detects stalls: a handler that does not settle, or a log that is not read while messages wait. An
// unavailable dependency is not a stall, since the handler then rejects.

export interface Watched {
  stallMs: number;
  onStall: (reason: string) => void;
  /**
   * Resolves with whether unpaused partitions of this subscription hold unread messages. Rejects
   * when the log is not available, which is not a stall.
   */
  hasLag: () => Promise<boolean>;
}

export class Watchdog {
  private readonly handling = new Map<number, number>();
  private readonly timer: NodeJS.Timeout;
  private turnAt = Date.now();
  /** The instant since which messages are known to wait unread. */
  private waitingSince: number | null = null;
  private isReported = false;

  constructor(private readonly watched: Watched) {
    this.timer = setInterval(() => void this.look(), Math.max(10, watched.stallMs / 4));
    this.timer.unref();
  }

  /** Notes that messages were read, or that there are none to read. */
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

  /** Reports a stall; a driver calls it when it cannot go on. */
  report(reason: string): void {
    if (this.isReported) return;
    this.isReported = true;
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
    // No message waits, or the log is unavailable: the time starts again once it is back.
    if (!lag) return this.turn();
    // They may have arrived just now, after a long time without messages.
    this.waitingSince ??= Date.now();
    if (this.isSilentSince(this.waitingSince))
      this.report(`no fetch for ${Date.now() - this.turnAt} ms while messages wait`);
  }

  private isSilentSince(instant: number): boolean {
    return Date.now() - instant > this.watched.stallMs;
  }
}
