// Targets that asked for a pause (`Retry-After`): until it ends, no other message is sent to them.
// Known to this process only; another one asks the receiver once and gets the same answer.

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

  /** Ends the pause of a target whose settings have changed: it may be another receiver now. */
  end(target: string): void {
    this.untilByTarget.delete(target);
  }
}
