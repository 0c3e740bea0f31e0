// The state of a standing, as it is stored, and the instant of its next change. Pure.
import type { Origin } from '@segue/contracts';

/** When an answer changes if nothing happens. */
export interface NextChange {
  at: number;
  /** The origin of a change that was already overdue when it was stored; undefined for others. */
  origin?: Origin;
}

export interface Standing {
  /** The instant of the last judgement. It never goes back: a late touchpoint is judged at it. */
  judgedAt: number;
  /** Number of the last transition. */
  number: number;
  /** Version of the rulebook by which everything was judged; NEVER_JUDGED for a new customer. */
  rules: number;
  identities: string[];
  /** The customer that this one was merged into; null while it stands for itself. */
  survivor: string | null;
  tiers: { readonly [scheme: string]: { tier: string; next: NextChange | null } };
  /** Segments that hold, or will hold by time alone. */
  segments: { readonly [id: string]: { holds: boolean; next: NextChange | null } };
}

/** `rules` of a standing that no rulebook has judged yet. */
export const NEVER_JUDGED = 0;

export const NEW_STANDING: Standing = Object.freeze({
  judgedAt: 0,
  number: 0,
  rules: NEVER_JUDGED,
  identities: [],
  survivor: null,
  tiers: {},
  segments: {},
});

interface Answer {
  next: NextChange | null;
}
type Answers<A> = { readonly [name: string]: A };

/** How versions before this one stored an answer's `next`. */
interface EarlierAnswer {
  flip: { at: number; past?: Origin } | null;
}

/** Parses a stored standing, also one that an earlier version wrote. */
export function storedStanding(text: string): Standing {
  const standing = JSON.parse(text) as Standing;
  if (!text.includes('"flip":')) return standing;
  return { ...standing, tiers: withNext(standing.tiers), segments: withNext(standing.segments) };
}

/** A segment named `flip` gets here too: an answer that has `next` stays as it is. */
function withNext<A extends Answer>(answers: Answers<A | EarlierAnswer>): Answers<A> {
  const all = Object.entries(answers).map(([name, answer]) => [name, 'flip' in answer ? lifted<A>(answer) : answer]);
  return Object.fromEntries(all) as Answers<A>;
}

function lifted<A extends Answer>({ flip, ...answer }: EarlierAnswer): A {
  const next = flip && { at: flip.at, ...(flip.past !== undefined && { origin: flip.past }) };
  return { ...answer, next } as Answer as A;
}

/** The service's time while a batch is scored, UTC milliseconds. */
export interface ScoringClock {
  /** A change that is due by this instant is overdue when it is stored. */
  now: number;
  /**
   * When the wall clock took over at the end of a replay; 0 without one. What falls due between the
   * replay's last mark and that moment is history.
   */
  historyUntil: number;
  /** The wall clock, also while history is replayed; it gives `recordedAt`. */
  wall: number;
}

/** The next instant at which something changes if nothing happens; null if never. */
export function dueAt({ tiers, segments }: Standing): number | null {
  return sooner(soonestOf(tiers), soonestOf(segments));
}

function soonestOf(answers: Answers<Answer>): number | null {
  let soonest: number | null = null;
  for (const name in answers) {
    const next = answers[name]?.next;
    if (next && (soonest === null || next.at < soonest)) soonest = next.at;
  }
  return soonest;
}

const sooner = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.min(a, b));
