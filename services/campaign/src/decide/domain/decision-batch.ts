// The state of one batch while it is decided: what was loaded and what has changed so far.
import { type Identity, type Signal, customerIdOf, strongest } from '@segue/contracts';
import type { Campaign } from '../../journeys/domain/campaign';
import {
  type Enrolment,
  type WaitingEnrolment,
  enrol,
  enrolmentId,
  inOrder,
  pausedAt,
} from '../../journeys/domain/enrolment';
import { type Advanced, advance } from '../../journeys/domain/executor';
import { keyOf } from '../../journeys/domain/goal';
import { isRecorded, journeyOf } from '../../journeys/domain/journey';
import type { Leg } from '../../journeys/domain/steps/step';
import { begunBy, endOf } from '../../journeys/domain/record';
import { campaignFor } from '../../journeys/domain/versions';
import { causerOf } from '../../contacts/domain/identity-group';
import type { Failures, Instants, KnownContacts, Plan, Rules } from './batch';
import type { CustomerState } from './customer-state';
import { Customers } from './customers';
import { entryCheck, isControl } from './checks';
import { type DecisionDraft, refuse } from './decide';
import { type WaitEnd, answerTo, endedEarly, metAtStart, waitEndBy } from './wait-ends';
import { Waits } from './waits';
import { type Circumstances, type Waited } from './circumstances';
import { type LegName, START, decisionId, resumption } from './decision';

export class DecisionBatch {
  private readonly decided: Set<string>;
  /** Enrolments on record that this batch begins. */
  private readonly begun = new Set<string>();
  private readonly waits: Waits;
  private readonly customers: Customers;
  private readonly plan: Plan;

  constructor(
    private readonly known: KnownContacts,
    private readonly rules: Rules,
    private readonly instants: Instants,
    private readonly failures: Failures,
    private readonly signals: readonly Signal[] = [],
  ) {
    this.decided = new Set(known.decided);
    this.waits = new Waits(known);
    this.customers = new Customers(known, signals);
    this.plan = {
      ...{ decisions: [], renderings: [], waiting: [], resumed: [], states: new Map() },
      record: { begun: [], passed: [], ended: [] },
      contacts: this.customers.changed,
    };
  }

  noteIdentities(signal: Signal): void {
    this.customers.note(signal);
  }

  /**
   * Ends waits and enrolments of the signal's customer that this signal ends. First, by the
   * instants of their own decisions, waits that were over before the signal occurred go on.
   */
  endWaits(signal: Signal): void {
    const key = keyOf(signal);
    const mayEnd = ({ awaits, goal }: WaitingEnrolment) => awaits === key || goal === key;
    if (this.waits.filter(mayEnd).length === 0) return;
    const { occurredAt } = signal;
    this.resumeWhile(signal, ({ dueAt }) => dueAt < occurredAt && this.instants.ofWait(dueAt) < occurredAt);
    const root = this.customers.rootOf(signal);
    const own = this.waits.filter((one) => mayEnd(one) && this.customers.rootOf(one.context.signal) === root);
    for (const one of own.sort(inOrder)) if (this.waitEnd(one, signal)) this.resume(one, signal);
  }

  /** Resumes the enrolments of the signal's customer that are due at `now`. */
  resumeUntil(signal: Signal, now: number): void {
    this.resumeWhile(signal, ({ dueAt }) => dueAt <= now);
  }

  /** @param by the signal that ends the wait; when absent, one of the batch may have ended it. */
  resume(enrolment: WaitingEnrolment, by?: Signal): void {
    this.waits.remove(enrolment);
    this.plan.resumed.push(enrolment);
    const current = this.rules.campaigns.find((one) => one.id === enrolment.journey);
    if (!current) return;
    const campaign = campaignFor(enrolment, current, this.known.versions);
    const { dueAt, context } = enrolment;
    const leg = resumption(dueAt);
    if (this.decided.has(decisionId(campaign.id, context.signal.id, leg))) return;
    const waitEnd = this.waitEnd(enrolment, by);
    const now = waitEnd ? this.instants.ofSignal(waitEnd.signal.occurredAt) : this.instants.ofWait(dueAt);
    const early = endedEarly(enrolment, campaign, waitEnd, now);
    if (early) return this.record(campaign, { ...early, drafts: [] }, enrolment.identity, now);
    if (isRecorded(campaign) && this.isPaused(campaign)) return this.setAside(enrolment, answerTo(waitEnd), now);
    const answer = context.answer ?? answerTo(waitEnd);
    // An enrolment that was paused goes on as if its wait had just ended.
    const endedAt = context.answer ? dueAt : (answer?.occurredAt ?? dueAt);
    const waited = { dueAt: endedAt, state: this.customers.stateAt(context.signal, now) };
    this.advance(enrolment, campaign, leg, now, waited, answer);
  }

  start(signal: Signal, campaign: Campaign, now: number): void {
    if (this.decided.has(decisionId(campaign.id, signal.id, START))) return;
    const isOnRecord = isRecorded(campaign);
    if (isOnRecord && this.known.begun.has(enrolmentId(campaign.id, signal.id))) return;
    const group = isControl(signal, { campaign, limits: this.rules.limits }) ? 'control' : 'treated';
    const enrolment = enrol(journeyOf(campaign), causerOf(signal), signal, now, group);
    if (!isOnRecord) return this.advance(enrolment, campaign, START, now);
    if (this.begun.has(enrolment.id)) return;
    const identities = this.customers.identitiesOf(signal);
    const given = this.circumstances(enrolment, campaign, identities, now);
    delete given.enrolment;
    const refused = entryCheck(signal, given, this.waits.journeysOf(identities));
    if (refused) return this.add(refuse(signal, START, given, refused), enrolment.identity);
    this.begun.add(enrolment.id);
    this.plan.record.begun.push(begunBy(enrolment));
    const met = metAtStart(enrolment, campaign, this.customers.signalsOf(signal), now);
    if (met) return this.record(campaign, { ...met, drafts: [] }, enrolment.identity, now);
    this.advance(enrolment, campaign, START, now);
  }

  /** Returns the plan, with the states to keep of customers with a waiting enrolment. */
  close(): Plan {
    const last = [...this.plan.resumed.map(({ context }) => context.signal), ...this.signals];
    for (const [root, signal] of new Map(last.map((one) => [this.customers.rootOf(one), one])))
      this.keepState(root, signal);
    return this.plan;
  }

  private isPaused({ state }: Campaign): boolean {
    return state === 'paused' || this.rules.isStopped === true;
  }

  /** @param answer the signal that ended the wait, on which the enrolment goes on later. */
  private setAside(enrolment: WaitingEnrolment, answer: Signal | undefined, now: number): void {
    const paused = pausedAt(enrolment, answer, now);
    this.waits.add(paused);
    this.plan.waiting.push(paused);
  }

  private resumeWhile(signal: Signal, isOver: (one: WaitingEnrolment) => boolean): void {
    const root = this.customers.rootOf(signal);
    for (;;) {
      const over = this.waits.filter(
        (one) => one.state === 'waiting' && isOver(one) && this.customers.rootOf(one.context.signal) === root,
      );
      if (over.length === 0) return;
      // The next wait of a journey may be over as well.
      for (const one of over.sort(inOrder)) this.resume(one);
    }
  }

  private waitEnd(one: WaitingEnrolment, by?: Signal): WaitEnd | null {
    const current = this.rules.campaigns.find(({ id }) => id === one.journey);
    if (!current || (one.awaits === undefined && one.goal === undefined)) return null;
    const { goal } = campaignFor(one, current, this.known.versions);
    return by
      ? waitEndBy(one, goal, [by], Infinity)
      : waitEndBy(one, goal, this.customers.signalsOf(one.context.signal), this.instants.ofWait(one.dueAt));
  }

  private advance(
    enrolment: Enrolment,
    campaign: Campaign,
    leg: LegName,
    now: number,
    waited?: Waited,
    answer?: Leg['answer'],
  ): void {
    const { signal } = enrolment.context;
    const identities = this.customers.identitiesOf(signal);
    const advanced = advance(enrolment, journeyOf(campaign), {
      signal: asNow(signal, identities, waited?.state),
      name: leg,
      circumstances: this.circumstances(enrolment, campaign, identities, now, waited),
      ...(answer && { answer }),
    });
    this.record(campaign, advanced, enrolment.identity, now);
  }

  private record(campaign: Campaign, { enrolment, drafts, passed }: Advanced, causer: Identity, now: number): void {
    for (const draft of drafts) this.add(draft, causer);
    if (enrolment.state !== 'ended') {
      this.waits.add(enrolment);
      this.plan.waiting.push(enrolment);
    }
    if (!isRecorded(campaign)) return;
    this.plan.record.passed.push(...passed);
    if (enrolment.state === 'ended') this.plan.record.ended.push(endOf(enrolment, now));
  }

  private circumstances(
    { identity: causer, id }: Enrolment,
    campaign: Campaign,
    identities: readonly Identity[],
    now: number,
    waited?: Waited,
  ): Circumstances {
    return {
      campaign,
      sent: this.customers.sentTo(identities),
      causer,
      limits: this.rules.limits,
      now,
      brandZone: this.rules.brandZone,
      isStopped: this.rules.isStopped ?? false,
      failures: this.failures,
      mailboxes: this.known.mailboxes,
      waiting: this.waits.journeysOf(identities).length,
      ...(waited && { waited }),
      ...(isRecorded(campaign) && { enrolment: id }),
    };
  }

  private add({ decision, sent, rendering }: DecisionDraft, causer: Identity): void {
    this.decided.add(decision.id);
    this.plan.decisions.push(decision);
    if (rendering) this.plan.renderings.push(rendering);
    if (sent) this.customers.addSent(causer, sent);
  }

  private keepState(root: Identity, last: Signal): void {
    const identities = this.customers.identitiesOf(last);
    const waits = this.waits.journeysOf(identities).length;
    const known = identities.filter((identity) => this.known.states.has(identity));
    for (const identity of known) if (waits === 0 || identity !== root) this.plan.states.set(identity, null);
    // An enrolment is stored with its own signal: no state is needed where every wait began with
    // the last signal.
    const isStored = known.length === 0 && waits === this.waitsBegunBy(last);
    if (waits > 0 && !isStored) this.plan.states.set(root, this.customers.stateAt(last, Infinity));
  }

  private waitsBegunBy(signal: Signal): number {
    const { waiting, resumed } = this.plan;
    return waiting.filter((one) => one.context.signal === signal && !resumed.includes(one)).length;
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
