// Decisions as transactions: what is loaded and saved together. Decisions about a customer are
// taken under the locks of the contact rows of its identities, locked in their order, timers
// included.
import type { Identity } from '@segue/contracts';
import { type Db, type Queries, StaleRules, holdRules } from '@segue/store';
import { lockContacts, saveContacts } from '../contacts/contact.store';
import { mailboxesIn } from '../contacts/outcome.store';
import * as ledger from '../decisions/decision.store';
import * as enrolments from '../journeys/enrolment.store';
import type { Campaign } from '../journeys/domain/campaign';
import type { WaitingEnrolment } from '../journeys/domain/enrolment';
import { begunAmong, saveRecord } from '../journeys/story.store';
import { versionsSince } from '../journeys/rules.store';
import { isAllStopped } from '../limits/stop.store';
import { saveStates, statesOf } from './customer-state.store';
import type { KnownContacts, Outcome } from './domain/batch';
import type { Decision } from './domain/decision';

export interface Decided {
  decisions: readonly Decision[];
  /** Unpublished decisions of the customers concerned, in their order. */
  unpublished: readonly ledger.UnpublishedDecision[];
}

/** Which customers are decided about, and what has to be known of them. */
export interface Scope {
  identities: readonly Identity[];
  /** Of the decisions that may be taken. */
  ids: readonly string[];
  /** Of the enrolments on record that may begin. */
  enrolments: readonly string[];
  /** The latest instant of the decisions: waits that end by then are loaded completely. */
  until: number;
  /** Keys of the signals, which may end waits. */
  keys: readonly string[];
  /** The campaigns in force. */
  campaigns: readonly Campaign[];
}

type Known = Omit<KnownContacts, 'mailboxes'>;
/** Returns the addresses that the decisions may send to. */
export type AddressesIn = (known: Known) => Identity[];

export class CampaignStore {
  constructor(private readonly db: Db) {}

  /**
   * Takes decisions about customers in one transaction.
   * @throws {StaleRules} when the rules are no longer of `rulesVersion`.
   */
  async change(
    scope: Scope,
    rulesVersion: number,
    addressesIn: AddressesIn,
    work: (known: KnownContacts) => Promise<Outcome>,
  ): Promise<Decided> {
    return this.db.transaction(async (tx) => {
      const [version, known] = await Promise.all([holdRules(tx), load(tx, scope)]);
      if (version !== rulesVersion) throw new StaleRules();
      const mailboxes = await mailboxesIn(tx, addressesIn(known));
      const outcome = await work({ ...known, mailboxes });
      return { decisions: outcome.decisions, unpublished: await save(tx, outcome, known) };
    });
  }

  /** Returns the identities among these that have a waiting enrolment. */
  waitingAmong(identities: readonly Identity[]): Promise<Set<Identity>> {
    return enrolments.waitingAmong(this.db, identities);
  }

  isAnythingDue(now: number): Promise<boolean> {
    return enrolments.isAnyDue(this.db, now);
  }

  /** Lets up to `limit` paused enrolments go on; those of ended campaigns end. */
  async release(now: number, limit: number): Promise<number> {
    const states = (await isAllStopped(this.db)) ? ['ended'] : ['running', 'ended'];
    return enrolments.releasePaused(this.db, states, now, limit);
  }

  /** Returns the enrolments that are due at `now`, the earliest first. */
  due(now: number, limit: number): Promise<WaitingEnrolment[]> {
    return enrolments.dueEnrolments(this.db, now, limit);
  }

  /** Returns up to `limit` unpublished decisions in their order. */
  unpublished(limit: number): Promise<ledger.UnpublishedDecision[]> {
    return ledger.unpublished(this.db, limit);
  }

  markPublished(published: readonly ledger.UnpublishedDecision[]): Promise<void> {
    return ledger.markPublished(this.db, published);
  }
}

async function load(tx: Queries, scope: Scope): Promise<Known> {
  const locked = await lockContacts(tx, scope.identities);
  const { identities } = locked;
  const [contacts, decided, begun, { due, later }, states] = await Promise.all([
    locked.read(),
    ledger.decidedAmong(tx, scope.ids),
    begunAmong(tx, scope.enrolments),
    enrolments.waitingOf(tx, identities, scope.until, scope.keys),
    statesOf(tx, identities),
  ]);
  const versions = await versionsSince(tx, due, scope.campaigns);
  return { contacts, decided, begun, due, waitingLater: later, versions, states };
}

/** Returns the unpublished decisions: those of this outcome and any that an earlier crash left. */
async function save(
  tx: Queries,
  { decisions, contacts, waiting, resumed, record, states }: Outcome,
  known: Pick<KnownContacts, 'contacts'>,
): Promise<ledger.UnpublishedDecision[]> {
  const saved = [
    ...ledger.addDecisions(tx, decisions),
    saveContacts(tx, contacts, known.contacts),
    ...enrolments.saveEnrolments(tx, waiting, resumed),
    ...saveStates(tx, states),
    ...saveRecord(tx, record),
  ];
  const pending = ledger.unpublishedOf(tx, [...known.contacts.keys()], decisions);
  const [unpublished] = await Promise.all([pending, ...saved]);
  return unpublished;
}
