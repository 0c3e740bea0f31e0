// The state of one batch while it is decided: what was loaded and what has changed so far.
import { type Identity, type Signal, customerIdOf, strongest } from '@segue/contracts';
import type { Campaign } from '../../journeys/domain/campaign';
import { type Contact, sentTo, trimmed, withIdentityGroup, withSent } from '../../contacts/domain/contact';
import { causerOf, customerOf, identityGroupIn } from '../../contacts/domain/identity-group';
import type { Failures, Instants, KnownContacts, Plan, Rules, Waiting } from './batch';
import { type CustomerState, joined, stateIn } from './customer-state';
import { decide } from './decide';
import { type Step, type Waited, decisionId, resumption } from './decision';

/** What was known and what this batch has changed so far. */
export class DecisionBatch {
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
    private readonly known: KnownContacts,
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

  takeIn(signal: Signal): void {
    const kin = identityGroupIn(signal);
    for (const identity of kin.identities) {
      const before = this.contactOf(identity);
      const contact = withIdentityGroup(before, kin);
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
  private presentAt(cause: Signal, now: number): CustomerState {
    const identities = this.customerIn(cause);
    const kept = identities.flatMap((identity) => this.known.present.get(identity) ?? []);
    const heard = new Set(identities.flatMap((identity) => this.signalsByIdentity().get(identity) ?? []));
    const until = [...heard].filter(({ occurredAt }) => occurredAt <= now);
    return [...kept, ...until.map(stateIn)].reduce(joined, stateIn(cause));
  }

  /** The signals of the batch by each identity that they name, in their order. */
  private signalsByIdentity(): ReadonlyMap<Identity, Signal[]> {
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
    return customerOf(strongest(identities), (identity) => (this.contactOf(identity) as Contact).identityGroup);
  }

  private rootIn(signal: Signal): Identity {
    return strongest(this.customerIn(signal));
  }

  private contactOf(identity: Identity): Contact | undefined {
    return this.plan.contacts.get(identity) ?? this.known.contacts.get(identity);
  }
}

/**
 * Waits that end at one instant, by name: which of them takes the last place under a cap must not
 * be chance.
 */
export function inOrder(a: Waiting, b: Waiting): number {
  return a.dueAt - b.dueAt || byText(a.campaign, b.campaign) || byText(a.signal.id, b.signal.id);
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The signal with the customer as known now; its cause stays. */
function asNow(signal: Signal, identities: readonly Identity[], present?: CustomerState): Signal {
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
