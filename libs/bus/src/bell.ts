// A sleeper that can be woken early: by new messages, by a stop, by a resume.

export class Bell {
  private wake: (() => void) | null = null;
  private rung = false;

  /** Wakes who waits; if nobody does, the next wait returns at once. */
  ring(): void {
    this.rung = true;
    this.wake?.();
  }

  /** Returns when rung, at the latest after `ms`. One waiter at a time. */
  async wait(ms: number): Promise<void> {
    if (!this.rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.rung = false;
    this.wake = null;
  }
}
