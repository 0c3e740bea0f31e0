// What one decision is taken from. Pure.
import type { Identity } from '@segue/contracts';
import type { Campaign } from '../../journeys/domain/campaign';
import type { Sent } from '../../contacts/domain/contact';
import type { ContentFailure } from '../../content/domain/content';
import type { Mailboxes } from '../../contacts/domain/mailbox';
import type { CustomerState } from './customer-state';
import type { Limits } from '../../limits/domain/restraint';

/** All that a decision is made from, beside the signal. */
export interface Circumstances {
  campaign: Campaign;
  /** Messages to the customer under any identity, by time. */
  sent: readonly Sent[];
  /** The identity that caused the signal. */
  causer: Identity;
  limits: Limits;
  /** Whether all campaigns are stopped. */
  isStopped?: boolean;
  /** The service's time, UTC milliseconds. */
  now: number;
  brandZone: string;
  /** Content that could not be rendered, by decision; known only after a first attempt. */
  failures: ReadonlyMap<string, ContentFailure>;
  /** Number of waiting enrolments of the customer. */
  waiting: number;
  /** Consents and bounces by address; an address without an entry has neither. */
  mailboxes: Mailboxes;
  /** Set when a wait is over; absent at the start. */
  waited?: Waited;
  /**
   * The id of the enrolment; absent for decisions on whether it begins. With it, the check `again`
   * is not made: it was made at the beginning.
   */
  enrolment?: string;
  /** The step that decides. */
  node?: string;
  /** Unless false, the trigger is checked again after a wait. */
  checksTrigger?: boolean;
}

export interface Waited {
  /** The end of the wait: the age of the signal counts from here. */
  dueAt: number;
  /** The customer's latest state. */
  state: CustomerState;
}
