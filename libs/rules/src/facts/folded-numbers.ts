// Which of an identity's numbered touchpoints have been folded, so that each is folded once.

/**
 * Touchpoints with consecutive numbers: the number of a single one, else the first and the last.
 */
export type Run = number | readonly [first: number, last: number];

export interface FoldedNumbers {
  /** All touchpoints of the identity up to this number have been folded, */
  readonly reached: number;
  /** and these later ones, ascending; at most MAX_BEYOND runs. */
  readonly beyond: readonly Run[];
  /**
   * How many touchpoints up to `reached` never came, or came too late to be folded; absent: none.
   */
  readonly skipped?: number;
}

/**
 * Maximum number of runs beyond the first gap in the numbers. Numbers arrive out of order where an
 * identity moves to another customer, whose messages are in another partition: that leaves a few
 * gaps, of any length. One gap more closes the first, whose touchpoints are then no longer folded.
 */
export const MAX_BEYOND = 1_000;

/** Returns how many touchpoints were folded. */
export function foldedIn({ reached, beyond, skipped = 0 }: FoldedNumbers): number {
  return beyond.reduce<number>((sum, run) => sum + lastOf(run) - firstOf(run) + 1, reached - skipped);
}

export function hasFolded({ reached, beyond }: FoldedNumbers, number: number): boolean {
  return number <= reached || beyond.some((run) => firstOf(run) <= number && number <= lastOf(run));
}

export function withNumber(part: FoldedNumbers, number: number): FoldedNumbers {
  const { reached, beyond } = part;
  if (number === reached + 1) return closed(number, beyond);
  const later = withRun(beyond, number);
  if (later.length <= MAX_BEYOND) return { reached, beyond: later };
  const [first, ...rest] = later as [Run, ...Run[]];
  return { skipped: (part.skipped ?? 0) + firstOf(first) - reached - 1, ...closed(lastOf(first), rest) };
}

const firstOf = (run: Run) => (typeof run === 'number' ? run : run[0]);
const lastOf = (run: Run) => (typeof run === 'number' ? run : run[1]);

/** Adds a number that is in none of the runs; it may join its neighbours. */
function withRun(runs: readonly Run[], number: number): readonly Run[] {
  let place = runs.length;
  while (place > 0 && firstOf(runs[place - 1] as Run) > number) place--;
  const [before, after] = [runs[place - 1], runs[place]];
  const joinsBefore = before !== undefined && lastOf(before) === number - 1;
  const joinsAfter = after !== undefined && firstOf(after) === number + 1;
  const [first, last] = [joinsBefore ? firstOf(before) : number, joinsAfter ? lastOf(after) : number];
  const run: Run = first === last ? number : [first, last];
  return [...runs.slice(0, joinsBefore ? place - 1 : place), run, ...runs.slice(joinsAfter ? place + 1 : place)];
}

/** Advances `reached` over the runs that follow it without a gap. */
function closed(reached: number, beyond: readonly Run[]): FoldedNumbers {
  let end = reached;
  let count = 0;
  for (; count < beyond.length && firstOf(beyond[count] as Run) === end + 1; count++)
    end = lastOf(beyond[count] as Run);
  return { reached: end, beyond: count > 0 ? beyond.slice(count) : beyond };
}
