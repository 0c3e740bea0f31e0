// What a batch of signals is decided from, and what it results in. Pure.
import type { Identity, Signal } from '@segue/contracts';
import type { Campaign } from '../../journeys/domain/campaign';
import type { Contact, Contacts } from '../../contacts/domain/contact';
import type { ContentFailure, Rendering } from '../../content/domain/content';
import type { Mailboxes } from '../../contacts/domain/mailbox';
import type { CustomerState } from './customer-state';
import type { Circumstances, Decision, UnrenderedAction } from './decision';

/** A decision that was put off, with the signal as it was. */
export interface Waiting {
  campaign: string;
  /** Whose doing it is. */
  identity: Identity;
  dueAt: number;
  signal: Signal;
}

/** Of all identities that the signals name, and of all that any word on one of these names. */
export interface KnownContacts {
  contacts: Contacts;
  /** Ids of decisions that stand already. */
  decided: ReadonlySet<string>;
  /** Waits that are over by the latest instant of the batch. */
  waiting: readonly Waiting[];
  /** Number of other waits, by the identity that caused them. */
  waitingLater: ReadonlyMap<Identity, number>;
  /**
   * What was last heard of those for whom something waits, by the customer's strongest identity.
   */
  present: ReadonlyMap<Identity, CustomerState>;
  /** What is known of the addresses in `addressesIn`. */
  mailboxes: Mailboxes;
}

export type Rules = Pick<Circumstances, 'limits' | 'brandZone'> & { campaigns: readonly Campaign[] };

/** Messages whose content could not be rendered, by decision. */
export type Failures = Circumstances['failures'];
export const NO_FAILURES: Failures = new Map<string, ContentFailure>();

/** The decisions, provided that everything can be rendered. */
export interface Plan extends Omit<Outcome, 'decisions'> {
  decisions: Decision<UnrenderedAction>[];
  renderings: Rendering[];
}

export interface Outcome {
  decisions: Decision[];
  /** That are new or changed. */
  contacts: Map<Identity, Contact>;
  waitingAdded: Waiting[];
  waitingDone: Waiting[];
  /**
   * That are new or changed, by the customer's strongest identity; null for whom nothing waits any
   * longer.
   */
  present: Map<Identity, CustomerState | null>;
}

/**
 * At which instant something is decided, UTC milliseconds: by the wall clock, or at its own instant
 * while history is replayed.
 */
export interface Instants {
  ofSignal(occurredAt: number): number;
  /**
   * Marks may have passed a wait's end already when it is looked at: it was over at its end all the
   * same.
   */
  ofWait(dueAt: number): number;
}
