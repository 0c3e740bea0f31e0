// Counts of what needs a person: messages that could not be read, events that contradict an earlier
// one, events that ingestion refused. Pure.

/** The code of an event whose id was used before for other content. */
const CONFLICT = 'conflict';

export const isConflict = ({ code }: { code: string }): boolean => code === CONFLICT;

/** Dead letters by kind: contradictions, and messages that could not be read. */
export function lettersByKind(letters: readonly { code: string }[]): { conflicts: number; unreadable: number } {
  const conflicts = letters.filter(isConflict).length;
  return { conflicts, unreadable: letters.length - conflicts };
}

/**
 * Returns the number of events that were refused lately.
 * @param next the cursor of a further page; null where there is none
 */
export const refusedIn = (items: readonly unknown[], next: string | null) => ({
  count: items.length,
  isMore: next !== null,
});
