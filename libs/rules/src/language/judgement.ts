// What rules say when many are judged at once.

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
