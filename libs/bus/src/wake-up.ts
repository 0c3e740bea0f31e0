// A pause that can be ended early, by new messages, by a stop or by a resume: an auto-reset event.

export class WakeUp {
  private wake: (() => void) | null = null;
  private isSet = false;

  /** Ends the present wait; without one, the next wait resolves at once. */
  set(): void {
    this.isSet = true;
    this.wake?.();
  }

  /** Resolves when set, after `ms` milliseconds at the latest. For one waiter at a time. */
  async wait(ms: number): Promise<void> {
    if (!this.isSet) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.isSet = false;
    this.wake = null;
  }
}
