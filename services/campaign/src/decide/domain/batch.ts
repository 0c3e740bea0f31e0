// What a batch of signals is decided from, and what it results in. Pure.
import type { Identity } from '@segue/contracts';
import type { Campaign } from '../../journeys/domain/campaign';
import type { WaitingEnrolment } from '../../journeys/domain/enrolment';
import type { JourneyRecord } from '../../journeys/domain/record';
import type { Version } from '../../journeys/domain/versions';
import type { Contact, Contacts } from '../../contacts/domain/contact';
import type { ContentFailure, Rendering } from '../../content/domain/content';
import type { Mailboxes } from '../../contacts/domain/mailbox';
import type { CustomerState } from './customer-state';
import type { Circumstances } from './circumstances';
import type { Decision, UnrenderedAction } from './decision';

/**
 * What is stored of all identities that the signals name, and of the groups of these identities.
 */
export interface KnownContacts {
  contacts: Contacts;
  /** Ids of decisions that are stored already. */
  decided: ReadonlySet<string>;
  /** Ids of enrolments that are on record already, among those that the batch may begin. */
  begun: ReadonlySet<string>;
  /**
   * Enrolments that are due by the latest instant of the batch, or that a signal of the batch may
   * end.
   */
  due: readonly WaitingEnrolment[];
  /** The journeys of the other waiting enrolments, by the identity that caused them. */
  waitingLater: ReadonlyMap<Identity, readonly string[]>;
  /** Earlier versions by which enrolments in `due` go on, and those since. */
  versions: readonly Version[];
  /** Latest states of customers with a waiting enrolment, by the customer's strongest identity. */
  states: ReadonlyMap<Identity, CustomerState>;
  /** Consents and bounces of the addresses in `addressesIn`. */
  mailboxes: Mailboxes;
}

export type Rules = Pick<Circumstances, 'limits' | 'brandZone' | 'isStopped'> & { campaigns: readonly Campaign[] };

/** Content that could not be rendered, by decision. */
export type Failures = Circumstances['failures'];
export const NO_FAILURES: Failures = new Map<string, ContentFailure>();

/** The result of a batch, provided that everything can be rendered. */
export interface Plan extends Omit<Outcome, 'decisions'> {
  decisions: Decision<UnrenderedAction>[];
  renderings: Rendering[];
}

export interface Outcome {
  decisions: Decision[];
  /** Contacts that are new or changed. */
  contacts: Map<Identity, Contact>;
  /** Enrolments that began to wait, including those that were resumed within the same batch. */
  waiting: WaitingEnrolment[];
  /** Enrolments that were resumed. */
  resumed: WaitingEnrolment[];
  /** The ways of enrolments through journeys that are on record. */
  record: JourneyRecord;
  /**
   * States that are new or changed, by the customer's strongest identity; null where no enrolment
   * of the customer waits any longer.
   */
  states: Map<Identity, CustomerState | null>;
}

/**
 * The instant of a decision, UTC milliseconds: by the wall clock, or the decision's own instant
 * while history is replayed.
 */
export interface Instants {
  ofSignal(occurredAt: number): number;
  /** Time marks may be later than the end of a wait; the instant of its decision is that end. */
  ofWait(dueAt: number): number;
}
