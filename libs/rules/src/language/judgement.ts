// The answers of rules: of many at once (`Judgement`) and of one (`Verdict`).

/** What a rule says of a customer now, and for how long. */
export interface Judgement {
  readonly holds: boolean;
  /**
   * The answer stands before this instant (UTC ms); at it, judge again. Null: for ever, if nothing
   * happens. It is the instant at which the answer changes, but for levels of one falling number:
   * only for the next level that any rule asks for is it searched when it will be reached, and
   * whoever asks for a deeper one is to be judged again when it is. `verdict` searches for one rule
   * by itself.
   */
  readonly standsUntil: number | null;
}

export interface Verdict {
  readonly holds: boolean;
  /**
   * The first instant (UTC ms) at which the answer is another if nothing more happens; null if
   * never.
   */
  readonly flipsAt: number | null;
  /**
   * False if `flipsAt` is only an instant until which the answer stands and at which it must be
   * looked at again.
   */
  readonly exact: boolean;
}
