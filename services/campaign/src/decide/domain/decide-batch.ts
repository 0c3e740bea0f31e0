// One batch of signals, or of waits that are over, decided customer by customer. Pure: the store
// loads `Known` under the identities' locks and saves what is answered here.
import { type Action, type Identity, type Signal, customerIdOf, kindOf, strongest } from '@segue/contracts';
import { type Campaign, triggeredBy } from '../../journeys/domain/campaign';
import { type Contact, type Contacts, sentTo, trimmed, withKin, withSent } from '../../contacts/domain/contact';
import type { ContentFailure, Rendered, Rendering } from '../../content/domain/content';
import {
  type Circumstances,
  type Decision,
  START,
  type Step,
  type Waited,
  type Wordless,
  decide,
  decisionId,
  resumption,
} from './decide';
import { causerOf, customerOf, kinIn } from '../../contacts/domain/identity-group';
import { type Mailboxes, mailboxOf } from '../../contacts/domain/mailbox';
import { type Present, joined, presentIn } from './customer-state';

/** A decision that was put off, with the signal as it was. */
export interface Waiting {
  campaign: string;
  /** Whose doing it is. */
  identity: Identity;
  dueAt: number;
  signal: Signal;
}

/** Of all identities that the signals name, and of all that any word on one of these names. */
export interface Known {
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
  present: ReadonlyMap<Identity, Present>;
  /** What is known of the addresses in `addressesIn`. */
  mailboxes: Mailboxes;
}

/**
 * The addresses to which decisions on these signals, and on waits that are over, may send
 * marketing.
 */
export function addressesIn(
  signals: readonly Signal[],
  known: Omit<Known, 'mailboxes'>,
  campaigns: readonly Campaign[],
): Identity[] {
  if (!campaigns.some(({ channel, class: sort }) => channel === 'email' && sort === 'marketing')) return [];
  const causes = known.waiting.map(({ signal }) => signal);
  const later = [...known.present.values()].map(({ head, customer }) => ({ head, customer, identities: [] }));
  const all = [...signals, ...causes, ...later].flatMap((one) => mailboxOf(one, { channel: 'email' }) ?? []);
  const own = [...known.contacts.keys()].filter((identity) => kindOf(identity) === 'email');
  return [...new Set([...all, ...own])];
}

export type Rules = Pick<Circumstances, 'limits' | 'brandZone'> & { campaigns: readonly Campaign[] };

/** Messages whose content could not be rendered, by decision. */
export type Failures = Circumstances['failures'];
export const NO_FAILURES: Failures = new Map<string, ContentFailure>();

/** The decisions, provided that everything can be rendered. */
export interface Plan extends Omit<Outcome, 'decisions'> {
  decisions: Decision<Wordless>[];
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
  present: Map<Identity, Present | null>;
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

/**
 * The decisions that a signal asks for, before anything is known of the customer: what the store
 * has to look up.
 */
export function asked(signal: Signal, campaigns: readonly Campaign[]): { campaign: Campaign; id: string }[] {
  return campaigns
    .filter((campaign) => campaign.state === 'running' && triggeredBy(campaign.trigger, signal))
    .map((campaign) => ({ campaign, id: decisionId(campaign.id, signal.id, START) }));
}

/**
 * Whether a signal is looked at whatever waits: a campaign listens to it, or it says who is whose.
 */
export const isAsked = (signal: Signal, campaigns: readonly Campaign[]): boolean =>
  signal.kind === 'merged' || signal.kind === 'split' || asked(signal, campaigns).length > 0;

/**
 * Returns the signals that matter: those that campaigns listen to, and everything else about
 * customers for whom something waits, or may have to wait once this batch is decided.
 * @param waiting identities for which something waits already.
 */
export function concerning(
  batch: readonly Signal[],
  campaigns: readonly Campaign[],
  waiting: ReadonlySet<Identity>,
): Signal[] {
  const listened = batch.filter((signal) => isAsked(signal, campaigns));
  const concerned = new Set([...waiting, ...listened.flatMap(({ identities }) => identities)]);
  return batch.filter(({ identities }) => identities.some((one) => concerned.has(one)));
}

/** Decides about signals, with a pause after each. */
export function* decideBatch(
  signals: readonly Signal[],
  known: Known,
  rules: Rules,
  instants: Instants,
  failures: Failures = NO_FAILURES,
): Generator<void, Plan> {
  const desk = new Desk(known, rules, instants, failures, signals);
  for (const signal of signals) {
    const now = instants.ofSignal(signal.occurredAt);
    desk.hear(signal);
    desk.resumeUntil(signal, now);
    for (const { campaign } of asked(signal, rules.campaigns)) desk.decide(signal, campaign, START, now);
    yield;
  }
  return desk.close();
}

/** Resumes the waits that are over, for customers without news. Pauses after each. */
export function* resumeBatch(
  due: readonly Waiting[],
  known: Known,
  rules: Rules,
  instants: Instants,
  failures: Failures = NO_FAILURES,
): Generator<void, Plan> {
  const desk = new Desk(known, rules, instants, failures);
  for (const waiting of [...due].sort(inOrder)) {
    desk.resume(waiting);
    yield;
  }
  return desk.close();
}

/** Returns the plan with the content of its messages. */
export function withWords({ renderings, ...plan }: Plan, words: ReadonlyMap<string, Rendered>): Outcome {
  const worded = (id: string, action: Wordless): Action => {
    const { subject, body } = words.get(id) as Rendered;
    return { ...action, content: { subject, body, ...action.content } };
  };
  const decisions = plan.decisions.map((one) => ({ ...one, action: one.action && worded(one.id, one.action) }));
  return { ...plan, decisions };
}

/**
 * Waits that end at one instant, by name: which of them takes the last place under a cap must not
 * be chance.
 */
function inOrder(a: Waiting, b: Waiting): number {
  return a.dueAt - b.dueAt || byText(a.campaign, b.campaign) || byText(a.signal.id, b.signal.id);
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The signal with the customer as known now; its cause stays. */
function asNow(signal: Signal, identities: readonly Identity[], present?: Present): Signal {
  const { head, standing, bucketingId = signal.bucketingId } = present ?? signal;
  const customer = customerIdOf(strongest(identities));
  return {
    ...signal,
    head,
    standing,
    ...(bucketingId !== undefined && { bucketingId }),
    customer,
    identities: [...identities],
  };
}

/** What was known and what this batch has changed so far. */
class Desk {
  private readonly plan: Plan = {
    decisions: [],
    renderings: [],
    contacts: new Map(),
    waitingAdded: [],
    waitingDone: [],
    present: new Map(),
  };
  private readonly decided: Set<string>;
  private waiting: Waiting[];
  /** Number of waits, by the identity that caused them. */
  private readonly waits: Map<Identity, number>;
  private byIdentity: ReadonlyMap<Identity, Signal[]> | undefined;

  constructor(
    private readonly known: Known,
    private readonly rules: Rules,
    private readonly instants: Instants,
    private readonly failures: Failures,
    private readonly signals: readonly Signal[] = [],
  ) {
    this.decided = new Set(known.decided);
    this.waiting = [...known.waiting];
    this.waits = new Map(known.waitingLater);
    for (const { identity } of known.waiting) this.count(identity, 1);
  }

  hear(signal: Signal): void {
    const kin = kinIn(signal);
    for (const identity of kin.identities) {
      const before = this.contactOf(identity);
      const contact = withKin(before, kin);
      if (contact !== before) this.plan.contacts.set(identity, contact);
    }
  }

  resumeUntil(signal: Signal, now: number): void {
    const root = this.rootIn(signal);
    const due = this.waiting.filter((one) => one.dueAt <= now && this.rootIn(one.signal) === root).sort(inOrder);
    for (const one of due) this.resume(one);
  }

  resume(waiting: Waiting): void {
    this.waiting = this.waiting.filter((one) => one !== waiting);
    this.count(waiting.identity, -1);
    this.plan.waitingDone.push(waiting);
    const campaign = this.rules.campaigns.find((one) => one.id === waiting.campaign);
    if (!campaign) return;
    const { signal, dueAt } = waiting;
    const now = this.instants.ofWait(dueAt);
    const present = this.presentAt(waiting.signal, now);
    this.decide(signal, campaign, resumption(dueAt), now, { dueAt, present });
  }

  /** Returns the plan, with what has to be remembered of customers for whom something waits. */
  close(): Plan {
    const last = [...this.plan.waitingDone.map(({ signal }) => signal), ...this.signals];
    for (const [root, signal] of new Map(last.map((one) => [this.rootIn(one), one]))) this.remember(root, signal);
    return this.plan;
  }

  private remember(root: Identity, last: Signal): void {
    const identities = this.customerIn(last);
    const waits = this.waitsOf(identities);
    const known = identities.filter((identity) => this.known.present.has(identity));
    for (const identity of known) if (waits === 0 || identity !== root) this.plan.present.set(identity, null);
    // Each wait is stored with its own signal, which is enough where every wait began with the last
    // one.
    const isStored = known.length === 0 && waits === this.waitsBegunBy(last);
    if (waits > 0 && !isStored) this.plan.present.set(root, this.presentAt(last, Infinity));
  }

  private waitsBegunBy(signal: Signal): number {
    const { waitingAdded, waitingDone } = this.plan;
    return waitingAdded.filter((one) => one.signal === signal && !waitingDone.includes(one)).length;
  }

  /**
   * Returns what was last heard of a customer at `now`. While history is replayed that excludes
   * later signals of the same batch.
   */
  private presentAt(cause: Signal, now: number): Present {
    const identities = this.customerIn(cause);
    const kept = identities.flatMap((identity) => this.known.present.get(identity) ?? []);
    const heard = new Set(identities.flatMap((identity) => this.heardOf().get(identity) ?? []));
    const until = [...heard].filter(({ occurredAt }) => occurredAt <= now);
    return [...kept, ...until.map(presentIn)].reduce(joined, presentIn(cause));
  }

  /** The signals of the batch by each identity that they name, in their order. */
  private heardOf(): ReadonlyMap<Identity, Signal[]> {
    if (this.byIdentity) return this.byIdentity;
    const heard = new Map<Identity, Signal[]>();
    for (const signal of this.signals)
      for (const identity of signal.identities) {
        const before = heard.get(identity);
        if (before) before.push(signal);
        else heard.set(identity, [signal]);
      }
    return (this.byIdentity = heard);
  }

  private waitsOf(identities: readonly Identity[]): number {
    return identities.reduce((sum, identity) => sum + (this.waits.get(identity) ?? 0), 0);
  }

  decide(signal: Signal, campaign: Campaign, step: Step, now: number, waited?: Waited): void {
    if (this.decided.has(decisionId(campaign.id, signal.id, step))) return;
    const identities = this.customerIn(signal);
    this.trim(identities);
    const { limits, brandZone } = this.rules;
    const causer = causerOf(signal);
    const given = {
      campaign,
      sent: sentTo(identities.flatMap((identity) => this.contactOf(identity) ?? [])),
      causer,
      limits,
      now,
      brandZone,
      failures: this.failures,
      mailboxes: this.known.mailboxes,
      waiting: this.waitsOf(identities),
      ...(waited && { waited }),
    };
    const { decision, sent, rendering } = decide(asNow(signal, identities, waited?.present), step, given);
    this.decided.add(decision.id);
    this.plan.decisions.push(decision);
    if (rendering) this.plan.renderings.push(rendering);
    if (sent) this.plan.contacts.set(causer, withSent(this.contactOf(causer) as Contact, sent));
    if (decision.dueAt !== null) this.wait({ campaign: campaign.id, identity: causer, dueAt: decision.dueAt, signal });
  }

  private wait(waiting: Waiting): void {
    this.waiting.push(waiting);
    this.count(waiting.identity, 1);
    this.plan.waitingAdded.push(waiting);
  }

  private count(identity: Identity, more: number): void {
    this.waits.set(identity, (this.waits.get(identity) ?? 0) + more);
  }

  private trim(identities: readonly Identity[]): void {
    const contacts = new Map<Identity, Contact>();
    for (const identity of identities) {
      const contact = this.contactOf(identity);
      if (contact) contacts.set(identity, contact);
    }
    for (const [identity, contact] of trimmed(contacts)) this.plan.contacts.set(identity, contact);
  }

  /** As known now: a late signal may come from somebody who was merged away since. */
  private customerIn({ identities }: Signal): readonly Identity[] {
    return customerOf(strongest(identities), (identity) => (this.contactOf(identity) as Contact).kin);
  }

  private rootIn(signal: Signal): Identity {
    return strongest(this.customerIn(signal));
  }

  private contactOf(identity: Identity): Contact | undefined {
    return this.plan.contacts.get(identity) ?? this.known.contacts.get(identity);
  }
}
