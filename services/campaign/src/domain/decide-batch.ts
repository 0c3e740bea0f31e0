// One batch of signals, or of waits that are over, decided customer by customer. Pure: the store loads `Known` under the customers' locks and saves
// what is answered here.
import type { Signal } from '@segue/contracts';
import { type Campaign, triggeredBy } from './campaign';
import { type Contact, NO_CONTACT, joinContacts } from './contact';
import { type Circumstances, type Decision, START, type Step, decide, decisionId, resumption } from './decide';

/** A decision that was put off, with the signal as it was. */
export interface Waiting {
  campaign: string;
  customer: string;
  dueAt: number;
  signal: Signal;
}

export interface Known {
  contacts: ReadonlyMap<string, Contact>;
  /** Customers that ended in another one, and in which. */
  survivors: ReadonlyMap<string, string>;
  /** Ids of decisions that stand already. */
  decided: ReadonlySet<string>;
  /** Of these customers, whatever their due time. */
  waiting: readonly Waiting[];
}

export type Rules = Pick<Circumstances, 'limits' | 'brandZone' | 'render'> & { campaigns: readonly Campaign[] };

export interface Outcome {
  decisions: Decision[];
  contacts: Map<string, Contact>;
  waitingAdded: Waiting[];
  waitingDone: Waiting[];
  merges: { from: string; into: string }[];
}

/** At which instant something is decided, UTC milliseconds: by the wall clock, or at its own instant while history is replayed. */
export interface Instants {
  ofSignal(occurredAt: number): number;
  /** Marks may have passed a wait's end already when it is looked at: it was over at its end all the same. */
  ofWait(dueAt: number): number;
}

/** The decisions that a signal asks for, before anything is known of the customer: what the store has to look up. */
export function asked(signal: Signal, campaigns: readonly Campaign[]): { campaign: Campaign; id: string }[] {
  return campaigns
    .filter((campaign) => campaign.state === 'running' && triggeredBy(campaign.trigger, signal))
    .map((campaign) => ({ campaign, id: decisionId(campaign.id, signal.id, START) }));
}

export function decideBatch(signals: readonly Signal[], known: Known, rules: Rules, instants: Instants): Outcome {
  const desk = new Desk(known, rules, instants);
  for (const signal of signals) {
    const now = instants.ofSignal(signal.occurredAt);
    if (signal.kind === 'merged') desk.merge(signal);
    desk.resumeUntil(desk.survivorOf(signal.customer), now);
    for (const { campaign } of asked(signal, rules.campaigns)) desk.decide(signal, campaign, START, now);
  }
  return desk.outcome;
}

/** Waits whose time has come, for customers without news. */
export function resumeBatch(due: readonly Waiting[], known: Known, rules: Rules, instants: Instants): Outcome {
  const desk = new Desk(known, rules, instants);
  for (const waiting of due) desk.resume(waiting);
  return desk.outcome;
}

/** What was known and what this batch has changed so far. */
class Desk {
  readonly outcome: Outcome = { decisions: [], contacts: new Map(), waitingAdded: [], waitingDone: [], merges: [] };
  private readonly decided: Set<string>;
  private readonly survivors: Map<string, string>;
  private waiting: Waiting[];

  constructor(
    private readonly known: Known,
    private readonly rules: Rules,
    private readonly instants: Instants,
  ) {
    this.decided = new Set(known.decided);
    this.survivors = new Map(known.survivors);
    this.waiting = [...known.waiting];
  }

  survivorOf(customer: string): string {
    let survivor = customer;
    for (let next = this.survivors.get(survivor); next; next = this.survivors.get(survivor)) survivor = next;
    return survivor;
  }

  merge(signal: Signal): void {
    const into = this.survivorOf(signal.customer);
    for (const from of signal.absorbed) {
      const contact = this.contactOf(from);
      if (from === into || !contact || this.survivors.has(from)) continue;
      this.survivors.set(from, into);
      this.outcome.merges.push({ from, into });
      this.outcome.contacts.set(into, joinContacts(this.contactOf(into) ?? NO_CONTACT, contact));
      this.waiting = this.waiting.map((one) => (one.customer === from ? { ...one, customer: into } : one));
    }
  }

  resumeUntil(customer: string, now: number): void {
    const due = this.waiting
      .filter((one) => one.customer === customer && one.dueAt <= now)
      .sort((a, b) => a.dueAt - b.dueAt || (a.campaign < b.campaign ? -1 : 1));
    for (const one of due) this.resume(one);
  }

  resume(waiting: Waiting): void {
    this.waiting = this.waiting.filter((one) => one !== waiting);
    this.outcome.waitingDone.push(waiting);
    const campaign = this.rules.campaigns.find((one) => one.id === waiting.campaign);
    if (campaign)
      this.decide(
        waiting.signal,
        campaign,
        resumption(waiting.dueAt),
        this.instants.ofWait(waiting.dueAt),
        waiting.dueAt,
      );
  }

  decide(signal: Signal, campaign: Campaign, step: Step, now: number, waitedUntil?: number): void {
    if (this.decided.has(decisionId(campaign.id, signal.id, step))) return;
    const customer = this.survivorOf(signal.customer);
    const { limits, brandZone, render } = this.rules;
    const contact = this.contactOf(customer) ?? NO_CONTACT;
    const given = {
      campaign,
      contact,
      limits,
      now,
      brandZone,
      render,
      ...(waitedUntil !== undefined && { dueAt: waitedUntil }),
    };
    const decided = decide({ ...signal, customer }, step, given);
    this.decided.add(decided.decision.id);
    this.outcome.decisions.push(decided.decision);
    if (decided.contact !== contact) this.outcome.contacts.set(customer, decided.contact);
    const { dueAt } = decided.decision;
    if (dueAt !== null) this.wait({ campaign: campaign.id, customer, dueAt, signal });
  }

  private wait(waiting: Waiting): void {
    this.waiting.push(waiting);
    this.outcome.waitingAdded.push(waiting);
  }

  private contactOf(customer: string): Contact | undefined {
    return this.outcome.contacts.get(customer) ?? this.known.contacts.get(customer);
  }
}
