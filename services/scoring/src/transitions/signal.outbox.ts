// Publishes transitions as signals, those of each customer in number order.
import { type Bus, type Outgoing, toOutgoing } from '@segue/bus';
import { type Signal, signals } from '@segue/contracts';
import { type Clock, Outbox, type OutboxParts } from '@segue/service';
import { NEW_STANDING } from '../score/domain/standing.state';
import type { PendingTransition } from '../score/domain/transition';
import type { StandingStore, Written } from '../standings/standing.store';
import { type SignalSubject, signalsOf } from './domain/signal';
import type { TransitionStore, UnpublishedTransition } from './transition.store';

/** Maximum length of messages published together, written without blocking the event loop. */
const MOST_LENGTH_AT_ONCE = 2_000_000;

export class SignalOutbox {
  private readonly outbox: Outbox<UnpublishedTransition>;

  constructor(
    private readonly transitions: TransitionStore,
    private readonly standings: Pick<StandingStore, 'read'>,
    private readonly bus: Bus,
    clock: Clock,
    oldest?: OutboxParts<UnpublishedTransition>['oldest'],
  ) {
    this.outbox = new Outbox({
      unpublished: (limit) => transitions.unpublished(limit),
      publish: async (rows) => void (await this.send(rows)),
      markPublished: (rows) => transitions.markPublished(rows),
      keyOf: ({ customer, transition }) => `${customer}:${transition.number}`,
      now: () => clock.now(),
      oldest,
    });
  }

  /** Publishes the transitions of customers just scored; resolves with their signals. */
  async publish({ customers, unpublished }: Written): Promise<Signal[]> {
    const subjects = new Map(
      customers.map(({ customer, version, scored }) => [customer, { version, standing: scored.standing }]),
    );
    let published: Signal[] = [];
    await this.outbox.publish(unpublished, async (rows) => {
      published = await this.send(rows, subjects);
    });
    return published;
  }

  /** Publishes what a crash left unpublished. */
  sweep(): Promise<void> {
    return this.outbox.sweep();
  }

  /**
   * Publishes all transitions up to an instant, including those that a crash left: before a time
   * mark says that nothing older follows.
   */
  publishUntil(until: number): Promise<void> {
    return this.outbox.publishAll((limit) => this.transitions.unpublishedUntil(until, limit));
  }

  private async send(
    unpublished: readonly UnpublishedTransition[],
    subjects: ReadonlyMap<string, SignalSubject> = new Map(),
  ): Promise<Signal[]> {
    const messages: Signal[] = [];
    for (const [customer, transitions] of byCustomer(unpublished)) {
      const subject = subjects.get(customer);
      const isPresent = subject && subject.standing.identities.length > 0;
      messages.push(...signalsOf(customer, transitions, isPresent ? subject : await this.subjectOf(customer)));
    }
    await this.publishAll(messages);
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
   * Reads the subject of signals of a customer whose standing is not at hand; the survivor's for a
   * customer that was merged into another. Survivors that lead back to one of `passed` end there.
   */
  private async subjectOf(customer: string, passed: readonly string[] = []): Promise<SignalSubject> {
    const { standings } = await this.standings.read([customer]);
    const { version = 0, standing = NEW_STANDING } = standings.get(customer) ?? {};
    const { survivor } = standing;
    if (!survivor || survivor === customer || passed.includes(survivor)) return { version, standing };
    return this.subjectOf(survivor, [...passed, customer]);
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
