// The answers of rules: of many at once (`Judgement`) and of one (`Verdict`).

/** Whether a rule holds for a customer now, and for how long. */
export interface Judgement {
  readonly holds: boolean;
  /**
   * The answer stands before this instant (UTC ms); judge again at it. Null: for ever, if nothing
   * happens. It is the instant at which the answer changes, except for levels of a falling number:
   * of all levels that rules ask for only the next one is searched for, and rules that ask for a
   * lower one are judged again there. `verdict` searches the very instant for one rule.
   */
  readonly standsUntil: number | null;
}

export interface Verdict {
  readonly holds: boolean;
  /**
   * The first instant (UTC ms) at which the answer is another if nothing more happens; null if
   * never.
   */
  readonly changesAt: number | null;
  /**
   * False if `changesAt` is only an instant until which the answer stands and at which it must be
   * looked at again.
   */
  readonly exact: boolean;
}
