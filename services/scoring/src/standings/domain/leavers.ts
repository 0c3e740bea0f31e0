// Who leaves a segment next, among members that are read in the order of their next change. Pure.

export interface Leaver {
  customer: string;
  /** UTC ms. */
  at: number;
}

/** Returns the soonest leavers, `most` of them at most. */
export function soonest(leavers: readonly Leaver[], most: number): Leaver[] {
  return [...leavers].sort((a, b) => a.at - b.at || (a.customer < b.customer ? -1 : 1)).slice(0, most);
}

/**
 * Whether no member that is read later can leave sooner: each leaves at its next change or after
 * it, so not before `readUntil`, the next change of the last member read.
 */
export function areCertain(found: readonly Leaver[], most: number, readUntil: number): boolean {
  const last = found[most - 1];
  return last !== undefined && last.at <= readUntil;
}
