// Targets that asked for a pause (`Retry-After`): no message is sent to them until it ends. Known
// to this process only; another process sends once and gets the same answer.

export class Pauses {
  private readonly untilByTarget = new Map<string, number>();

  note(target: string, until: number): void {
    this.untilByTarget.set(target, Math.max(until, this.untilByTarget.get(target) ?? 0));
  }

  /** Returns the targets that are paused at `now`, and until when. */
  at(now: number): ReadonlyMap<string, number> {
    for (const [target, until] of this.untilByTarget) if (until <= now) this.untilByTarget.delete(target);
    return this.untilByTarget;
  }

  /** Ends the pause of a target after a change of its settings: it may be another receiver now. */
  end(target: string): void {
    this.untilByTarget.delete(target);
  }
}
