// Publishes transitions by state: whatever of these customers is not known to be published, in number order, then marks it.
import { type Bus, type Outgoing, toOutgoing } from '@segue/bus';
import { type Signal, signals } from '@segue/contracts';
import { Overdue } from '@segue/service';
import type { Rulebook } from './domain/rulebook';
import type { Known, ScoredBatch } from './domain/score';
import { type Teller, signalsOf } from './domain/signal';
import type { Transition } from './domain/standing';
import type { OwedTransition, StandingStore } from './standing.store';

const AT_ONCE = 500;

export class SignalOutbox {
  private readonly overdue = new Overdue();

  constructor(
    private readonly store: StandingStore,
    private readonly bus: Bus,
  ) {}

  /** Of the customers just scored. */
  async publish(batch: ScoredBatch, book: Rulebook): Promise<Signal[]> {
    const tellers = new Map<string, Teller>(batch.customers.map((row) => [row.customer, row]));
    return this.send(await this.store.owedOf([...tellers.keys()]), tellers, book);
  }

  /** What a crash left, of whomever. */
  async sweep(book: Rulebook): Promise<void> {
    const owed = await this.store.owed(AT_ONCE);
    const overdue = this.overdue.among(owed, ({ customer, transition }) => `${customer}:${transition.number}`);
    await this.send(overdue, new Map(), book);
  }

  private async send(
    owed: readonly OwedTransition[],
    tellers: ReadonlyMap<string, Teller>,
    book: Rulebook,
  ): Promise<Signal[]> {
    if (owed.length === 0) return [];
    const messages: Signal[] = [];
    for (const [customer, transitions] of byCustomer(owed)) {
      const teller = tellers.get(customer);
      const speaks = teller && teller.scored.facts.size > 0;
      messages.push(...signalsOf(customer, transitions, speaks ? teller : await this.tellerOf(customer), book));
    }
    await this.bus.publish(
      signals.name,
      messages.map((signal): Outgoing => toOutgoing(signals, signal)),
    );
    await this.store.settle(owed);
    return messages;
  }

  /** Whose facts are not at hand: those of a sweep, and those that ended in another, for whom the survivor's facts speak. */
  private async tellerOf(customer: string): Promise<Teller> {
    const known = await this.store.read([customer]);
    const survivor = known.standings.get(customer)?.standing.survivor;
    return survivor ? this.tellerOf(survivor) : tellerIn(known, customer);
  }
}

function byCustomer(owed: readonly OwedTransition[]): Map<string, Transition[]> {
  const grouped = new Map<string, Transition[]>();
  for (const { customer, transition } of owed) grouped.set(customer, [...(grouped.get(customer) ?? []), transition]);
  return grouped;
}

function tellerIn({ standings, facts }: Known, customer: string): Teller {
  const row = standings.get(customer);
  const identities = row?.standing.identities ?? [];
  const own = new Map(
    identities.flatMap((identity) => {
      const found = facts.get(identity);
      return found ? [[identity, found.facts] as const] : [];
    }),
  );
  return { version: row?.version ?? 0, scored: { facts: own } };
}
