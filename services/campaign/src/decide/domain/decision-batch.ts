// The state of one batch while it is decided: what was loaded and what has changed so far.
import { type Identity, type Signal, customerIdOf, strongest } from '@segue/contracts';
import type { Campaign } from '../../journeys/domain/campaign';
import { type Enrolment, type WaitingEnrolment, enrol, inOrder } from '../../journeys/domain/enrolment';
import { advance } from '../../journeys/domain/executor';
import { journeyOf } from '../../journeys/domain/journey';
import { type Contact, sentTo, trimmed, withIdentityGroup, withSent } from '../../contacts/domain/contact';
import { causerOf, customerOf, identityGroupIn } from '../../contacts/domain/identity-group';
import type { Failures, Instants, KnownContacts, Plan, Rules } from './batch';
import { type CustomerState, joined, stateIn } from './customer-state';
import type { DecisionDraft } from './decide';
import { type Circumstances, type LegName, START, type Waited, decisionId, resumption } from './decision';

export class DecisionBatch {
  private readonly plan: Plan = {
    decisions: [],
    renderings: [],
    contacts: new Map(),
    waiting: [],
    resumed: [],
    states: new Map(),
  };
  private readonly decided: Set<string>;
  /** Enrolments that wait and are loaded. */
  private waiting: WaitingEnrolment[];
  /** Number of waiting enrolments, by the identity that caused them. */
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
    this.waiting = [...known.due];
    this.waits = new Map(known.waitingLater);
    for (const { identity } of known.due) this.count(identity, 1);
  }

  /** Notes which identities belong to one customer according to the signal. */
  noteIdentities(signal: Signal): void {
    const group = identityGroupIn(signal);
    for (const identity of group.identities) {
      const before = this.contactOf(identity);
      const contact = withIdentityGroup(before, group);
      if (contact !== before) this.plan.contacts.set(identity, contact);
    }
  }

  /** Resumes the enrolments of the signal's customer that are due at `now`. */
  resumeUntil(signal: Signal, now: number): void {
    const root = this.rootOf(signal);
    const due = this.waiting.filter((one) => one.dueAt <= now && this.rootOf(one.context.signal) === root);
    for (const one of due.sort(inOrder)) this.resume(one);
  }

  resume(enrolment: WaitingEnrolment): void {
    this.waiting = this.waiting.filter((one) => one !== enrolment);
    this.count(enrolment.identity, -1);
    this.plan.resumed.push(enrolment);
    const campaign = this.rules.campaigns.find((one) => one.id === enrolment.journey);
    if (!campaign) return;
    const { dueAt } = enrolment;
    const { signal } = enrolment.context;
    const leg = resumption(dueAt);
    if (this.decided.has(decisionId(campaign.id, signal.id, leg))) return;
    const now = this.instants.ofWait(dueAt);
    this.advance(enrolment, campaign, leg, now, { dueAt, state: this.stateAt(signal, now) });
  }

  start(signal: Signal, campaign: Campaign, now: number): void {
    if (this.decided.has(decisionId(campaign.id, signal.id, START))) return;
    this.advance(enrol(journeyOf(campaign), causerOf(signal), signal, now), campaign, START, now);
  }

  /** Returns the plan, with the states to keep of customers with a waiting enrolment. */
  close(): Plan {
    const last = [...this.plan.resumed.map(({ context }) => context.signal), ...this.signals];
    for (const [root, signal] of new Map(last.map((one) => [this.rootOf(one), one]))) this.keepState(root, signal);
    return this.plan;
  }

  private advance(enrolment: Enrolment, campaign: Campaign, leg: LegName, now: number, waited?: Waited): void {
    const { signal } = enrolment.context;
    const identities = this.customerOf(signal);
    this.trim(identities);
    const advanced = advance(enrolment, journeyOf(campaign), {
      signal: asNow(signal, identities, waited?.state),
      name: leg,
      circumstances: this.circumstances(enrolment, campaign, identities, now, waited),
    });
    for (const draft of advanced.drafts) this.add(draft, enrolment.identity);
    if (advanced.enrolment.state === 'waiting') this.wait(advanced.enrolment);
  }

  private circumstances(
    { identity: causer }: Enrolment,
    campaign: Campaign,
    identities: readonly Identity[],
    now: number,
    waited: Waited | undefined,
  ): Circumstances {
    return {
      campaign,
      sent: sentTo(identities.flatMap((identity) => this.contactOf(identity) ?? [])),
      causer,
      limits: this.rules.limits,
      now,
      brandZone: this.rules.brandZone,
      failures: this.failures,
      mailboxes: this.known.mailboxes,
      waiting: this.waitsOf(identities),
      ...(waited && { waited }),
    };
  }

  private add({ decision, sent, rendering }: DecisionDraft, causer: Identity): void {
    this.decided.add(decision.id);
    this.plan.decisions.push(decision);
    if (rendering) this.plan.renderings.push(rendering);
    if (sent) this.plan.contacts.set(causer, withSent(this.contactOf(causer) as Contact, sent));
  }

  private wait(enrolment: WaitingEnrolment): void {
    this.waiting.push(enrolment);
    this.count(enrolment.identity, 1);
    this.plan.waiting.push(enrolment);
  }

  private keepState(root: Identity, last: Signal): void {
    const identities = this.customerOf(last);
    const waits = this.waitsOf(identities);
    const known = identities.filter((identity) => this.known.states.has(identity));
    for (const identity of known) if (waits === 0 || identity !== root) this.plan.states.set(identity, null);
    // An enrolment is stored with its own signal: no state is needed where every wait began with
    // the last signal.
    const isStored = known.length === 0 && waits === this.waitsBegunBy(last);
    if (waits > 0 && !isStored) this.plan.states.set(root, this.stateAt(last, Infinity));
  }

  private waitsBegunBy(signal: Signal): number {
    const { waiting, resumed } = this.plan;
    return waiting.filter((one) => one.context.signal === signal && !resumed.includes(one)).length;
  }

  /**
   * Returns the customer's latest state at `now`. While history is replayed that excludes later
   * signals of the same batch.
   */
  private stateAt(cause: Signal, now: number): CustomerState {
    const identities = this.customerOf(cause);
    const stored = identities.flatMap((identity) => this.known.states.get(identity) ?? []);
    const own = new Set(identities.flatMap((identity) => this.signalsByIdentity().get(identity) ?? []));
    const until = [...own].filter(({ occurredAt }) => occurredAt <= now);
    return [...stored, ...until.map(stateIn)].reduce(joined, stateIn(cause));
  }

  /** The signals of the batch by each identity that they name, in their order. */
  private signalsByIdentity(): ReadonlyMap<Identity, Signal[]> {
    if (this.byIdentity) return this.byIdentity;
    const byIdentity = new Map<Identity, Signal[]>();
    for (const signal of this.signals)
      for (const identity of signal.identities) {
        const before = byIdentity.get(identity);
        if (before) before.push(signal);
        else byIdentity.set(identity, [signal]);
      }
    return (this.byIdentity = byIdentity);
  }

  private waitsOf(identities: readonly Identity[]): number {
    return identities.reduce((sum, identity) => sum + (this.waits.get(identity) ?? 0), 0);
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

  /**
   * Returns the identities of the signal's customer as known now: it may have been merged since.
   */
  private customerOf({ identities }: Signal): readonly Identity[] {
    return customerOf(strongest(identities), (identity) => (this.contactOf(identity) as Contact).identityGroup);
  }

  private rootOf(signal: Signal): Identity {
    return strongest(this.customerOf(signal));
  }

  private contactOf(identity: Identity): Contact | undefined {
    return this.plan.contacts.get(identity) ?? this.known.contacts.get(identity);
  }
}

/** Returns the signal with the customer as known now; its cause stays. */
function asNow(signal: Signal, identities: readonly Identity[], state?: CustomerState): Signal {
  const { head, standing, bucketingId = signal.bucketingId } = state ?? signal;
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
