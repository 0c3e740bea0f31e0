// What a process had in hand when it ended by itself (an uncaught exception, a stall, an exit in the
// middle of a batch), and what the next start makes of it. A process that is killed from outside
// (kill -9, out of memory) leaves no record: its messages come back like any other. Pure.

/** Messages of one partition that a handler works on. Offsets are inclusive. */
export interface Span {
  group: string;
  topic: string;
  partition: number;
  first: bigint;
  last: bigint;
}

/** Of one partition: where ends by itself have happened. */
export interface Suspicion extends Span {
  /** Ends with these messages in hand. */
  ends: number;
  /** The message that was in hand when nothing else was, and how many ends in a row. */
  alone: { offset: bigint; ends: number } | null;
}

/** From this many ends on the messages are handled one at a time, with nothing else in hand. */
export const ENDS_UNTIL_ALONE = 2;
/** From this many ends on a message that was alone in hand is set aside. */
export const ENDS_UNTIL_SET_ASIDE = 2;

export const keyOf = ({ group, topic, partition }: Omit<Span, 'first' | 'last'>): string =>
  `${group}/${topic}/${partition}`;

/** The suspicions after one more end. `alone`: the one span in hand was handled exclusively. */
export function afterEnd(before: readonly Suspicion[], inHand: readonly Span[], alone: boolean): Suspicion[] {
  const byPartition = new Map(before.map((suspicion) => [keyOf(suspicion), suspicion]));
  for (const span of inHand) {
    const known = byPartition.get(keyOf(span));
    byPartition.set(keyOf(span), alone ? aloneAgain(known, span) : narrowed(known, span));
  }
  return [...byPartition.values()];
}

/** Whatever ended the process is in what both ends had in hand; without an overlap the count begins anew. */
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

/** As text for a file, and back. Anything unreadable is no suspicion. */
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
