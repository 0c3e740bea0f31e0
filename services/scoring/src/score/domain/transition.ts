// Transitions: what changed, why and when, in number order of one customer. Pure.
import type { Cause, Head, Origin, Signal, StandingSummary } from '@segue/contracts';
import type { Facts } from './facts';
import { RuleView } from './rule-view';
import type { Standing } from './standing.state';
import type { Worth } from './worth';

/**
 * A change that campaigns can subscribe to. `number` counts per customer, so that readers can drop
 * what comes late.
 */
export interface Transition {
  number: number;
  kind: Signal['kind'];
  subject: string;
  from: string | null;
  to: string | null;
  because: unknown;
  absorbed: string[];
  occurredAt: number;
  recordedAt: number;
  origin: Origin;
  cause: Cause;
  /**
   * Set for touchpoint and order signals: derived from what they are about, so no merge changes it.
   */
  id?: string;
  /** The identity by which random groups are drawn. */
  bucketingId?: string;
  standing: StandingSummary;
}

/**
 * A transition that is not published yet, with the head as it was then: a later touchpoint of the
 * same batch is not in it.
 */
export interface PendingTransition extends Transition {
  head: Head;
}

/** One customer while a batch is scored. */
export interface Scored {
  standing: Standing;
  /** By identity. */
  facts: ReadonlyMap<string, Facts>;
  transitions: readonly PendingTransition[];
}

/** Why something is judged now. */
export interface Occasion {
  cause: Cause;
  origin: Origin;
  /** Of the cause: transitions of a late purchase bear the purchase's time. */
  occurredAt: number;
  recordedAt: number;
}

export function summaryOf(standing: Standing, worth: Worth): StandingSummary {
  return {
    tiers: Object.fromEntries(Object.entries(standing.tiers).map(([scheme, { tier }]) => [scheme, tier])),
    segments: Object.keys(standing.segments).filter((id) => standing.segments[id]?.holds),
    expectedRevenue: worth.expectedRevenue,
    netMargin: worth.net,
    pAlive: worth.pAlive,
  };
}

/** A transition before it has a number, a time and a cause. */
export type TransitionDraft = Pick<Transition, 'kind' | 'subject' | 'from' | 'to' | 'because'>;
/** A draft with an id of its own, so that finding it again gives the same signal. */
export type NamedDraft = TransitionDraft & { id: string };

export function withTransitions(
  scored: Scored,
  drafts: readonly (TransitionDraft & Partial<Pick<Transition, 'id' | 'absorbed'>>)[],
  occasion: Occasion,
  view: RuleView,
): Scored {
  const { cause, origin, recordedAt } = occasion;
  const { head, subject: bucketingId } = view;
  const standing = summaryOf(scored.standing, view.worth);
  // A late touchpoint's changes bear its own time, so that they are not taken for news.
  const occurredAt = cause.kind === 'due' ? view.now : occasion.occurredAt;
  const first = scored.standing.number + 1;
  const transitions = drafts.map((draft, place): PendingTransition => {
    return {
      absorbed: [],
      ...draft,
      number: first + place,
      occurredAt,
      recordedAt,
      origin,
      cause,
      bucketingId,
      standing,
      head,
    };
  });
  return {
    ...scored,
    standing: { ...scored.standing, number: scored.standing.number + drafts.length },
    transitions: [...scored.transitions, ...transitions],
  };
}
