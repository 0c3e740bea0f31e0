// What changes next for a customer if nothing happens, by name: which tier or segment, from what to
// what. Pure.
import type { Facts } from '../../score/domain/facts';
import type { Rulebook } from '../../rulebook/domain/rulebook';
import { RuleView } from '../../score/domain/rule-view';
import { type Standing } from '../../score/domain/standing.state';

export interface UpcomingChange {
  /** UTC milliseconds. */
  at: number;
  kind: 'tier' | 'entered' | 'left';
  /** The scheme's or the segment's id. */
  subject: string;
  /** Tiers; null for segments. */
  from: string | null;
  to: string | null;
}

interface Candidate {
  change: UpcomingChange;
  /** Stored due times may be too early for a segment; this one may be a look without a change. */
  isLook: boolean;
}

/** Of changes at one instant: the value tier first, the name by recency last. */
const RANKS: Readonly<Record<string, number>> = { 'tier/value': 0, 'tier/rfm': 3 };
const rankOf = ({ kind, subject }: UpcomingChange): number => RANKS[`${kind}/${subject}`] ?? (kind === 'tier' ? 1 : 2);

/**
 * Returns the next changes of a customer, soonest first. Exact to the millisecond; only as many
 * instants are searched as are asked for. In steps, since each search may take tens of
 * milliseconds.
 * @param view of the customer at the present instant.
 */
export function* nextChanges(
  standing: Standing,
  facts: ReadonlyMap<string, Facts>,
  view: RuleView,
  book: Rulebook,
  most: number,
): Generator<void, UpcomingChange[]> {
  const left = candidatesOf(standing, book);
  const changes: UpcomingChange[] = [];
  while (changes.length < most && left.length > 0) {
    left.sort((a, b) => a.change.at - b.change.at || rankOf(a.change) - rankOf(b.change));
    const { change, isLook } = left.shift() as Candidate;
    yield;
    if (!isLook || change.at <= view.now) {
      changes.push(change.kind === 'tier' ? withTarget(change, facts, book) : change);
      continue;
    }
    const at = book.rules.verdict(change.subject, view.rules, view).changesAt;
    if (at !== null) left.push({ change: { ...change, at }, isLook: false });
  }
  return changes;
}

function candidatesOf({ tiers, segments }: Standing, book: Rulebook): Candidate[] {
  const ofTiers = Object.entries(tiers).flatMap(([subject, { tier, next }]): Candidate[] =>
    next ? [{ change: { at: next.at, kind: 'tier', subject, from: tier, to: null }, isLook: false }] : [],
  );
  const ofSegments = Object.entries(segments).flatMap(([subject, { holds, next }]): Candidate[] =>
    next && book.rules.ruleOf(subject)
      ? [{ change: { at: next.at, kind: holds ? 'left' : 'entered', subject, from: null, to: null }, isLook: true }]
      : [],
  );
  return [...ofTiers, ...ofSegments];
}

/** The tier that comes then; the same as `from` where the instant was a look only. */
function withTarget(change: UpcomingChange, facts: ReadonlyMap<string, Facts>, book: Rulebook): UpcomingChange {
  const { value, rfm } = new RuleView(facts, book, change.at).worth;
  const to = change.subject === 'value' ? value.tier : (rfm?.name ?? null);
  return { ...change, to };
}
