// The customers of a batch: which identities belong together, their contacts, and the latest state
// of each. Pure.
import { type Identity, type Signal, strongest } from '@segue/contracts';
import { type Contact, sentTo, trimmed, withIdentityGroup, withSent } from '../../contacts/domain/contact';
import { customerOf, identityGroupIn } from '../../contacts/domain/identity-group';
import type { KnownContacts } from './batch';
import { type CustomerState, joined, stateIn } from './customer-state';
import type { Circumstances } from './circumstances';

type SentMessage = Circumstances['sent'][number];

export class Customers {
  /** Contacts that are new or changed. */
  readonly changed = new Map<Identity, Contact>();
  private byIdentity: ReadonlyMap<Identity, Signal[]> | undefined;

  constructor(
    private readonly known: Pick<KnownContacts, 'contacts' | 'states'>,
    private readonly signals: readonly Signal[],
  ) {}

  /** Notes which identities belong to one customer according to the signal. */
  note(signal: Signal): void {
    const group = identityGroupIn(signal);
    for (const identity of group.identities) {
      const before = this.contactOf(identity);
      const contact = withIdentityGroup(before, group);
      if (contact !== before) this.changed.set(identity, contact);
    }
  }

  /**
   * Returns the identities of the signal's customer as known now: it may have been merged since.
   */
  identitiesOf({ identities }: Signal): readonly Identity[] {
    return customerOf(strongest(identities), (identity) => (this.contactOf(identity) as Contact).identityGroup);
  }

  rootOf(signal: Signal): Identity {
    return strongest(this.identitiesOf(signal));
  }

  /** Returns the messages to a customer, without the oldest ones beyond the bound. */
  sentTo(identities: readonly Identity[]): readonly SentMessage[] {
    const contacts = new Map<Identity, Contact>();
    for (const identity of identities) {
      const contact = this.contactOf(identity);
      if (contact) contacts.set(identity, contact);
    }
    for (const [identity, contact] of trimmed(contacts)) this.changed.set(identity, contact);
    return sentTo(identities.flatMap((identity) => this.contactOf(identity) ?? []));
  }

  addSent(causer: Identity, sent: SentMessage): void {
    this.changed.set(causer, withSent(this.contactOf(causer) as Contact, sent));
  }

  /**
   * Returns the customer's latest state at `now`. While history is replayed that excludes later
   * signals of the same batch.
   */
  stateAt(cause: Signal, now: number): CustomerState {
    const stored = this.identitiesOf(cause).flatMap((identity) => this.known.states.get(identity) ?? []);
    const until = this.signalsOf(cause).filter(({ occurredAt }) => occurredAt <= now);
    return [...stored, ...until.map(stateIn)].reduce(joined, stateIn(cause));
  }

  /** Returns the signals of the batch about the customer of `cause`. */
  signalsOf(cause: Signal): Signal[] {
    const own = this.identitiesOf(cause).flatMap((identity) => this.signalsByIdentity().get(identity) ?? []);
    return [...new Set(own)];
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

  private contactOf(identity: Identity): Contact | undefined {
    return this.changed.get(identity) ?? this.known.contacts.get(identity);
  }
}
