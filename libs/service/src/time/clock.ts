// Time is an input: whoever needs the present instant is given a Clock.

export interface Clock {
  /** UTC milliseconds. */
  now(): number;
}

export const wallClock: Clock = { now: () => Date.now() };
