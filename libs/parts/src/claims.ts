// Statements of public sources about a customer, kept by source. Every visitor can read the key of
// a public source, so its statements about a known person are claims: they hold once a server
// source states the same. Pure.
import { MAX_CLAIMED_TRAITS, type OnDropped } from './bounds';
import { type LastWrites, joinWrites, latest } from './last-writes';

/** Statements of one public source. */
export interface SourceClaims {
  readonly traits?: LastWrites<unknown>;
  readonly granted?: LastWrites<true>;
  /** Values are the instants at which the withdrawals were recorded. */
  readonly withdrawn?: LastWrites<number>;
}

/** By source id; as many as the operator has created public sources. */
export interface Claims {
  readonly [source: string]: SourceClaims;
}

export function claim(
  claims: Claims | undefined,
  source: string,
  words: SourceClaims,
  onDropped?: OnDropped,
): Claims | undefined {
  const known = claims?.[source] ?? {};
  const joined = joinSource(known, words, (count) => onDropped?.('claims', count));
  return joined === known ? claims : { ...claims, [source]: joined };
}

export function joinClaims(a: Claims, b: Claims): Claims {
  let joined: Record<string, SourceClaims> | undefined;
  for (const [source, words] of Object.entries(b)) {
    const known = a[source];
    const both = known ? joinSource(known, words) : words;
    if (both === known) continue;
    joined ??= { ...a };
    joined[source] = both;
  }
  return joined ?? a;
}

/** Joins statements of one source; returns `a` itself when `b` has nothing later. */
function joinSource(a: SourceClaims, b: SourceClaims, onDropped?: (count: number) => void): SourceClaims {
  const all = both(a.traits, b.traits);
  const traits = all && latest(all, MAX_CLAIMED_TRAITS);
  if (traits !== all) onDropped?.(Object.keys(all ?? {}).length - MAX_CLAIMED_TRAITS);
  const granted = both(a.granted, b.granted);
  const withdrawn = both(a.withdrawn, b.withdrawn);
  if (traits === a.traits && granted === a.granted && withdrawn === a.withdrawn) return a;
  return { ...(traits && { traits }), ...(granted && { granted }), ...(withdrawn && { withdrawn }) };
}

function both<T>(a: LastWrites<T> | undefined, b: LastWrites<T> | undefined): LastWrites<T> | undefined {
  return a && b ? joinWrites(a, b) : (a ?? b);
}
