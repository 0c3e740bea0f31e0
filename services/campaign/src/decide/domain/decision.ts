// A decision, its parts, and its id. Pure.
import { createHash } from 'node:crypto';
import type { Action, DecisionTaken, Identity, Signal } from '@segue/contracts';

/** Checks that hold a message back when they fail. The console has a text for each. */
export const HELD_BACK = [
  'stopped',
  'no-longer',
  'history',
  'chain',
  'control',
  'global-control',
  'no-consent',
  'no-address',
  'bad-address',
  'bounced',
  'again',
  'under-way',
  'cap',
  'too-many-waiting',
  'content',
] as const;
export type HeldBack = (typeof HELD_BACK)[number];

/** One link of the chain from the signal to the outcome. */
export interface Check {
  check: HeldBack | 'quiet-hours';
  passed: boolean;
  /** What was compared, for people: numbers and names, never addresses. */
  detail: Record<string, unknown>;
}

/** @typeParam A an action, with its content once it is rendered. */
export interface Decision<A = Action> {
  /**
   * Hash of what makes it unique: campaign, signal and leg. Also the id of its message and the
   * idempotency key of the send.
   */
  id: string;
  campaign: string;
  campaignVersion: number;
  /** Id of the customer when this was decided. */
  customer: string;
  /** The identity that caused it: the decision stays with it when customers are merged or split. */
  identity: Identity;
  /** Named `step` in messages, in the API and in the stored body. */
  leg: LegName;
  outcome: 'sent' | 'held' | 'deferred';
  reason: HeldBack | 'quiet-hours' | 'sent';
  /** In the order in which they were made. */
  checks: Check[];
  /** The enrolment and its step, where the journey is on record. */
  enrolment?: string;
  node?: string;
  /** The signal that it answers. */
  cause: {
    id: string;
    kind: Signal['kind'];
    subject: string;
    from: string | null;
    to: string | null;
    because: unknown;
    /** The touchpoint behind a signal about an order, `identity/source/id`. */
    touchpoint?: string;
  };
  /** Of the signal. */
  occurredAt: number;
  decidedAt: number;
  /** When a deferred one is decided again; null for the others. */
  dueAt: number | null;
  /** Origin and cause of its messages on topics. */
  provenance: Provenance;
  /** What it orders, in the order of publication; nothing unless its outcome is `sent`. */
  effects: readonly A[];
}

export type Provenance = Pick<DecisionTaken, 'recordedAt' | 'origin' | 'cause'>;

/** An action without its content, which is not rendered yet. */
export type UnrenderedAction = Unrendered<Action>;
type Unrendered<A extends Action> = A extends Action
  ? Omit<A, 'content'> & { content: Pick<A['content'], 'data'> }
  : never;

/**
 * Names a decision within its enrolment: `start` at the first step, `<step>-<steps before it>` at a
 * later one, and `resume-<due>` after a wait. The due time is part of the name because another wait
 * may follow.
 */
export type LegName = string;
export const START: LegName = 'start';
export const resumption = (dueAt: number): LegName => `resume-${dueAt}`;

/** Maximum characters of a signal's reasons that a decision repeats. */
const MAX_BECAUSE = 2_048;

/**
 * Returns the reasons of a signal. Large ones are left out: scoring keeps them with the transition,
 * so that decisions need not repeat them for each campaign.
 */
export function becauseOf({ because }: Signal): unknown {
  return JSON.stringify(because ?? null).length > MAX_BECAUSE ? { tooLarge: true } : because;
}

export function decisionId(campaign: string, cause: string, leg: LegName): string {
  return `d${createHash('sha256').update(`${campaign}\n${cause}\n${leg}`).digest('hex').slice(0, 24)}`;
}

/**
 * Returns the number of links in the chain that led to the signal; 0 for a touchpoint from outside.
 */
export const depthOf = (signal: Signal) => signal.cause?.depth ?? 0;
