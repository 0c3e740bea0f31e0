// Customers as a signal about them would describe them now: for previews of campaigns.
import type { CustomerState, CustomerStates } from '@segue/contracts';
import { Breather } from '@segue/service';
import type { Rulebook } from '../rulebook/domain/rulebook';
import type { FoundCustomer } from '../score/domain/known-standings';
import { RuleView } from '../score/domain/rule-view';
import { summaryOf } from '../score/domain/transition';
import type { MemberReader } from './members/member.reader';
import type { StandingStore } from './standing.store';
import { survivorsOf } from './survivors';

/** The customers that are asked for: all of a segment or of a value tier. */
export type StatesOf = { segment: string } | { tier: string };

export class StateReader {
  constructor(
    private readonly members: Pick<MemberReader, 'members' | 'countOf'>,
    private readonly store: Pick<StandingStore, 'read'>,
  ) {}

  /**
   * Resolves with the customers after an id, in the order of ids. Ids are hashes, so the first ones
   * are a fair sample. `total` is on the first page alone, because counting reads all of them.
   */
  async page(of: StatesOf, after: string, limit: number, book: Rulebook, now: number): Promise<CustomerStates> {
    const [ids, total] = await Promise.all([
      this.members.members(of, after, limit),
      after === '' ? this.members.countOf(of) : null,
    ]);
    const next = ids.length < limit ? null : (ids.at(-1) ?? null);
    return { items: await this.statesOf(ids, book, now), next, total };
  }

  /** Resolves with these customers in this order; unknown ids are left out. */
  async statesOf(ids: readonly string[], book: Rulebook, now: number): Promise<CustomerState[]> {
    const found = await survivorsOf(ids, (customers) => this.store.read(customers));
    const states: CustomerState[] = [];
    const breather = new Breather();
    for (const id of ids) {
      const one = found.get(id);
      if (one && one.facts.size > 0) states.push(stateOf(one, book, now));
      await breather.breathe();
    }
    return states;
  }
}

function stateOf({ customer, standing, facts }: FoundCustomer, book: Rulebook, now: number): CustomerState {
  const view = new RuleView(facts, book, now);
  return {
    customer,
    identities: [...standing.identities],
    bucketingId: view.subject,
    head: view.head,
    standing: summaryOf(standing, view.worth),
  };
}
