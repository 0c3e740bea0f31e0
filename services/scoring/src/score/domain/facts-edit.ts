// What staff set by hand: who is on a fixed list, and value tiers. Pure.
import type { Identity } from '@segue/contracts';
import { LISTS_TRAIT } from '../../rulebook/domain/lists';
import type { Rulebook } from '../../rulebook/domain/rulebook';
import type { TierByHand } from './by-hand';
import { type Facts, type FactsByIdentity, onList, withByHand } from './facts';
import { type Steps, catchUp, judge } from './judge';
import { fireDue } from './standing';
import { NEVER_JUDGED, type ScoringClock } from './standing.state';
import type { Scored } from './transition';

export interface FactsEdit {
  edited(facts: Facts, identity: Identity): Facts;
  /** Judges a customer with the facts as edited. */
  judged(scored: Scored, facts: FactsByIdentity, book: Rulebook, clock: ScoringClock): Steps;
}

export interface ListChange {
  /** Of the list. */
  key: string;
  isOn: boolean;
  identities: ReadonlySet<Identity>;
}

/**
 * Puts identities on a list, or takes them off it. Rules that read the list are judged as part of
 * an edit, at the instant judged last, so that no campaign acts on it. A customer that is not
 * judged yet is judged by its first touchpoint.
 */
export const listEdit = ({ key, isOn, identities }: ListChange): FactsEdit => ({
  edited: (facts, identity) => (identities.has(identity) ? onList(facts, key, isOn) : facts),
  *judged(scored, facts, book, clock) {
    if (scored.standing.rules === NEVER_JUDGED) return { ...scored, facts };
    const current = yield* catchUp(scored, book, clock);
    const { judgedAt } = current.standing;
    const cause = { kind: 'definition', id: `list ${key}`, depth: 1 } as const;
    const occasion = { cause, origin: 'backfill', occurredAt: judgedAt, recordedAt: clock.wall } as const;
    return yield* judge({ ...current, facts }, { traits: [LISTS_TRAIT] }, judgedAt, occasion, book, clock);
  },
});

export interface HandChange {
  /** The customer's strongest identity, which keeps the tier. */
  to: Identity;
  /** Null takes back whatever was given to the customer. */
  byHand: TierByHand | null;
  /** UTC milliseconds. */
  at: number;
}

/**
 * Gives a customer a value tier, or takes it back. This happens now and is live: campaigns whose
 * trigger is the tier act on it. What was due before is fired first.
 */
export const handEdit = ({ to, byHand, at }: HandChange): FactsEdit => ({
  edited: (facts, identity) => withByHand(facts, identity === to ? byHand : null),
  *judged(scored, facts, book, clock) {
    if (scored.standing.rules === NEVER_JUDGED) return { ...scored, facts };
    const current = yield* catchUp(scored, book, clock);
    const now = Math.max(current.standing.judgedAt, at);
    const fired = yield* fireDue(current, now, book, clock);
    const cause = { kind: 'definition', id: byHand ? `tier by ${byHand.by}` : 'tier taken back', depth: 1 } as const;
    const occasion = { cause, origin: 'live', occurredAt: now, recordedAt: clock.wall } as const;
    return yield* judge({ ...fired, facts }, { tiers: ['value'] }, now, occasion, book, clock);
  },
});
