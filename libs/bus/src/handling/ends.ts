// The messages in flight when a process ended by itself (an uncaught exception, a stall, an exit in
// the middle of a batch), and what the next start derives from them. A process that is killed from
// outside (kill -9, out of memory) leaves no record: its messages are simply delivered again. Pure.

/** A range of messages of one partition that a handler works on. Offsets are inclusive. */
export interface Span {
  group: string;
  topic: string;
  partition: number;
  first: bigint;
  last: bigint;
}

/** A range of messages of one partition during which processes ended by themselves. */
export interface Suspicion extends Span {
  /** Number of ends with these messages in flight. */
  ends: number;
  /**
   * The message that was handled exclusively at the last end, and the number of such ends in a row.
   */
  alone: { offset: bigint; ends: number } | null;
}

/** Number of ends from which messages are handled one at a time and exclusively. */
export const ENDS_UNTIL_ALONE = 2;
/** Number of ends in a row from which an exclusively handled message is set aside. */
export const ENDS_UNTIL_SET_ASIDE = 2;

export const keyOf = ({ group, topic, partition }: Omit<Span, 'first' | 'last'>): string =>
  `${group}/${topic}/${partition}`;

/**
 * Returns the suspicions after one more end. `alone`: the only span in flight was handled
 * exclusively.
 */
export function afterEnd(before: readonly Suspicion[], inFlight: readonly Span[], alone: boolean): Suspicion[] {
  const byPartition = new Map(before.map((suspicion) => [keyOf(suspicion), suspicion]));
  for (const span of inFlight) {
    const known = byPartition.get(keyOf(span));
    byPartition.set(keyOf(span), alone ? aloneAgain(known, span) : narrowed(known, span));
  }
  return [...byPartition.values()];
}

/**
 * Returns a suspicion narrowed to the overlap of two ends, which contains the cause of both;
 * without an overlap the count starts again.
 */
function narrowed(known: Suspicion | undefined, span: Span): Suspicion {
  if (!known) return { ...span, ends: 1, alone: null };
  const first = larger(known.first, span.first);
  const last = smaller(known.last, span.last);
  if (first > last) return { ...span, ends: 1, alone: null };
  return { ...known, first, last, ends: known.ends + 1 };
}

function aloneAgain(known: Suspicion | undefined, span: Span): Suspicion {
  const offset = span.first;
  const ends = known?.alone?.offset === offset ? known.alone.ends + 1 : 1;
  return { ...(known ?? { ...span, ends: ENDS_UNTIL_ALONE }), alone: { offset, ends } };
}

export const mustBeAlone = ({ ends, first, last }: Suspicion, offset: bigint): boolean =>
  ends >= ENDS_UNTIL_ALONE && offset >= first && offset <= last;

export const isSetAside = ({ alone }: Suspicion, offset: bigint): boolean =>
  alone !== null && alone.ends >= ENDS_UNTIL_SET_ASIDE && alone.offset === offset;

/** Converts suspicions to text for a file, and back. Unreadable text gives no suspicions. */
export const encodeSuspicions = (suspicions: readonly Suspicion[]): string =>
  JSON.stringify(suspicions, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));

interface Written extends Omit<Suspicion, 'first' | 'last' | 'alone'> {
  first: string;
  last: string;
  alone: { offset: string; ends: number } | null;
}

export function decodeSuspicions(text: string): Suspicion[] {
  try {
    return (JSON.parse(text) as Written[]).map(({ first, last, alone, ...rest }) => ({
      ...rest,
      first: BigInt(first),
      last: BigInt(last),
      alone: alone && { ...alone, offset: BigInt(alone.offset) },
    }));
  } catch {
    return [];
  }
}

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
