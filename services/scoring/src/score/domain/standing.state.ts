// The state of a standing, as it is stored, and the instant of its next change. Pure.
import type { Origin } from '@segue/contracts';

/**
 * When an answer changes if nothing happens. `past` is set when the change was already due when it
 * was stored; it holds the origin that makes it history.
 */
export interface NextChange {
  at: number;
  past?: Origin;
}

export interface Standing {
  /** A customer's time never goes back: what comes late is judged at this instant. */
  judgedAt: number;
  /** Of the last transition. */
  number: number;
  /** Version of the rulebook by which all of it was judged; 0 if it never was. */
  rules: number;
  identities: string[];
  /** The customer that this one was merged into; null while it stands for itself. */
  survivor: string | null;
  tiers: { readonly [scheme: string]: { tier: string; flip: NextChange | null } };
  /** Those that hold or will by themselves. */
  segments: { readonly [id: string]: { holds: boolean; flip: NextChange | null } };
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

/** The service's time while a batch is scored, UTC milliseconds. */
export interface ScoringClock {
  /** What lies before it was past already when it is written now. */
  now: number;
  /**
   * What falls due up to here is history: it fell between a replay's end and the wall clock that
   * took over.
   */
  historyUntil: number;
  /** The wall clock, also while history is replayed: when things are written down. */
  wall: number;
}

/** The next instant at which something changes if nothing happens; null if never. */
export function dueAt({ tiers, segments }: Standing): number | null {
  return sooner(soonestOf(tiers), soonestOf(segments));
}

function soonestOf(answers: { readonly [name: string]: { flip: NextChange | null } }): number | null {
  let soonest: number | null = null;
  for (const name in answers) {
    const flip = answers[name]?.flip;
    if (flip && (soonest === null || flip.at < soonest)) soonest = flip.at;
  }
  return soonest;
}

const sooner = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.min(a, b));
