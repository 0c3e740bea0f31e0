// Time is an input: code that needs the present instant takes a Clock.

export interface Clock {
  /** Returns the present instant, UTC milliseconds. */
  now(): number;
}

export const wallClock: Clock = { now: () => Date.now() };
