// A decision, what it is taken from, and its id. Pure.
import { createHash } from 'node:crypto';
import type { Action, Identity, Signal } from '@segue/contracts';
import type { Campaign } from '../../journeys/domain/campaign';
import type { Sent } from '../../contacts/domain/contact';
import type { ContentFailure } from '../../content/domain/content';
import type { Mailboxes } from '../../contacts/domain/mailbox';
import type { CustomerState } from './customer-state';
import type { Limits } from '../../limits/domain/restraint';

export type HeldBack =
  | 'stopped'
  | 'no-longer'
  | 'history'
  | 'chain'
  | 'control'
  | 'global-control'
  | 'no-consent'
  | 'no-address'
  | 'bad-address'
  | 'bounced'
  | 'again'
  | 'cap'
  | 'too-many-waiting'
  | 'content';

/**
 * One link of the chain from the signal to the outcome, in the order in which they were looked at.
 */
export interface Check {
  check: HeldBack | 'quiet-hours';
  passed: boolean;
  /** What was compared, for people: numbers and names, never addresses. */
  detail: Record<string, unknown>;
}

/** @typeParam A the action, with its content once it is rendered. */
export interface Decision<A = Action> {
  /**
   * Hash of what makes it unique: campaign, cause and step. Also the action's id and the
   * idempotency key of its send.
   */
  id: string;
  campaign: string;
  campaignVersion: number;
  /** As it was called when this was decided. */
  customer: string;
  /** Whose doing it is: with whom the decision goes when customers are merged or split. */
  identity: Identity;
  step: Step;
  outcome: 'sent' | 'held' | 'deferred';
  reason: HeldBack | 'quiet-hours' | 'sent';
  checks: Check[];
  /** The signal that made the campaign look. */
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
  occurredAt: number;
  decidedAt: number;
  /** When a deferred one is looked at again. */
  dueAt: number | null;
  action: A | null;
}

/** An action whose content is still to be rendered. */
export type UnrenderedAction = Omit<Action, 'content'> & { content: Pick<Action['content'], 'data'> };

/** `start`, or `resume-<due>` for a wait that is over: a wait may be followed by another. */
export type Step = string;
export const START: Step = 'start';
export const resumption = (dueAt: number): Step => `resume-${dueAt}`;

export interface Circumstances {
  campaign: Campaign;
  /** To the customer, under whatever identity, by time. */
  sent: readonly Sent[];
  /** Whose doing the signal is. */
  causer: Identity;
  limits: Limits;
  /** The service's time, UTC milliseconds. */
  now: number;
  brandZone: string;
  /**
   * Messages whose content could not be rendered, by decision: known only after a first attempt.
   */
  failures: ReadonlyMap<string, ContentFailure>;
  /** Number of deferred decisions about the customer. */
  waiting: number;
  /** What is known of addresses; nothing of those that are left out. */
  mailboxes: Mailboxes;
  /** Set when a wait is over; absent at the first look. */
  waited?: Waited;
}

export interface Waited {
  /** When the wait was over: the age of the signal counts from there. */
  dueAt: number;
  /** What was last heard of the customer. */
  present: CustomerState;
}

export function decisionId(campaign: string, cause: string, step: Step): string {
  return `d${createHash('sha256').update(`${campaign}\n${cause}\n${step}`).digest('hex').slice(0, 24)}`;
}

/** Returns the number of exchanges that led to the signal; 0 for a touchpoint from outside. */
export const depthOf = (signal: Signal) => signal.cause?.depth ?? 0;
