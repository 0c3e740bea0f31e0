// Targets that asked for a pause (`Retry-After`): until then nothing else is handed to them either.
// Known to this process alone; another one asks the receiver once and is told the same.

export class Pauses {
  private readonly untilByTarget = new Map<string, number>();

  note(target: string, until: number): void {
    this.untilByTarget.set(target, Math.max(until, this.untilByTarget.get(target) ?? 0));
  }

  /** The targets that are left alone now, and until when. */
  at(now: number): ReadonlyMap<string, number> {
    for (const [target, until] of this.untilByTarget) if (until <= now) this.untilByTarget.delete(target);
    return this.untilByTarget;
  }

  /** Its settings have changed: whoever asked for the pause may not be the receiver any more. */
  end(target: string): void {
    this.untilByTarget.delete(target);
  }
}
