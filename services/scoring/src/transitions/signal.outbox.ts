// Publishes transitions by state: whatever of these customers is not known to be published, in
// number order, then marks it.
import { type Bus, type Outgoing, toOutgoing } from '@segue/bus';
import { type Signal, signals } from '@segue/contracts';
import { Overdue } from '@segue/service';
import { type Teller, signalsOf } from './domain/signal';
import { NEW_STANDING } from '../score/domain/standing.state';
import { type PendingTransition } from '../score/domain/transition';
import type { UnpublishedTransition, StandingStore, Written } from '../standings/standing.store';

const AT_ONCE = 500;
/** Maximum length of messages published together, written without blocking the event loop. */
const MOST_LENGTH_AT_ONCE = 2_000_000;

export class SignalOutbox {
  private readonly overdue = new Overdue();

  constructor(
    private readonly store: StandingStore,
    private readonly bus: Bus,
  ) {}

  /** Of the customers just scored. */
  async publish({ customers, unpublished }: Written): Promise<Signal[]> {
    const tellers = new Map(
      customers.map(({ customer, version, scored }) => [customer, { version, standing: scored.standing }]),
    );
    return this.send(unpublished, tellers);
  }

  /** What a crash left, of whomever. */
  async sweep(): Promise<void> {
    const unpublished = await this.store.unpublished(AT_ONCE);
    const overdue = this.overdue.among(unpublished, ({ customer, transition }) => `${customer}:${transition.number}`);
    await this.send(overdue, new Map());
  }

  /**
   * All that happened up to an instant: before a time mark says that nothing older will come, what
   * a crash left included.
   */
  async publishUntil(until: number): Promise<void> {
    for (let unpublished = await this.store.unpublishedUntil(until, AT_ONCE); unpublished.length > 0;) {
      await this.send(unpublished, new Map());
      unpublished = await this.store.unpublishedUntil(until, AT_ONCE);
    }
  }

  private async send(
    unpublished: readonly UnpublishedTransition[],
    tellers: ReadonlyMap<string, Teller>,
  ): Promise<Signal[]> {
    if (unpublished.length === 0) return [];
    const messages: Signal[] = [];
    for (const [customer, transitions] of byCustomer(unpublished)) {
      const teller = tellers.get(customer);
      const speaks = teller && teller.standing.identities.length > 0;
      messages.push(...signalsOf(customer, transitions, speaks ? teller : await this.tellerOf(customer)));
    }
    await this.publishAll(messages);
    await this.store.markPublished(unpublished);
    return messages;
  }

  /** Publishes in order: all at once, or in portions where there is very much. */
  private async publishAll(messages: readonly Signal[]): Promise<void> {
    let portion: Outgoing[] = [];
    let length = 0;
    for (const signal of messages) {
      const one = toOutgoing(signals, signal);
      portion.push(one);
      length += one.value.length;
      if (length < MOST_LENGTH_AT_ONCE) continue;
      await this.bus.publish(signals.name, portion);
      portion = [];
      length = 0;
    }
    if (portion.length > 0) await this.bus.publish(signals.name, portion);
  }

  /**
   * Whose standing is not at hand: those of a sweep, and those that ended in another, for whom the
   * survivor speaks.
   */
  private async tellerOf(customer: string): Promise<Teller> {
    const { version = 0, standing = NEW_STANDING } = (await this.store.read([customer])).standings.get(customer) ?? {};
    return standing.survivor ? this.tellerOf(standing.survivor) : { version, standing };
  }
}

function byCustomer(unpublished: readonly UnpublishedTransition[]): Map<string, PendingTransition[]> {
  const grouped = new Map<string, PendingTransition[]>();
  for (const { customer, transition } of unpublished) {
    const others = grouped.get(customer);
    if (others) others.push(transition);
    else grouped.set(customer, [transition]);
  }
  return grouped;
}
