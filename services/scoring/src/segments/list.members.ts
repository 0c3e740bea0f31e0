// Puts customers on fixed lists and takes them off: the identities named keep the list among their
// facts, so that a merge brings them together and a split parts them again.
import { randomBytes } from 'node:crypto';
import { type Identity, namedIdentities, strongest } from '@segue/contracts';
import type { Clock, CustomerLookup } from '@segue/service';
import type { ListChange } from '../score/domain/facts-edit';
import { scoreList } from '../score/domain/score';
import type { Scoring } from '../score/domain/scored-batch';
import type { Scorer } from '../score/scorer';
import type { OwnerReader } from '../standings/owner.reader';

/** What a list is named by: ids of any kind, addresses, or ids of customers of this store. */
export const LISTED_BY = ['id', 'email', 'phone', 'customer'] as const;
export type ListedBy = (typeof LISTED_BY)[number];

export interface Listed {
  /** Customers on the list by these values. */
  customers: number;
  /** Values that name no customer. */
  unknown: string[];
}

/** Customers that are changed in one transaction. */
const AT_ONCE = 500;
/** An identity that moved to another customer meanwhile is looked up again. */
const ATTEMPTS = 5;

export const newListKey = (): string =>
  [...randomBytes(10)].map((byte) => '0123456789abcdefghijklmnopqrstuvwxyz'.charAt(byte % 36)).join('');

export class ListMembers {
  constructor(
    private readonly scorer: Pick<Scorer, 'change'>,
    private readonly owners: OwnerReader,
    private readonly profiles: Pick<CustomerLookup, 'ask'>,
    private readonly clock: Clock,
  ) {}

  /**
   * Puts the customers that the values name on a list; the same values again change nothing.
   * @throws {Problem} 503 when profile cannot be asked.
   */
  async add(key: string, by: ListedBy, values: readonly string[]): Promise<Listed> {
    const named = await this.named(by, values);
    const found = await this.change({ key, isOn: true }, new Set(named.flat()));
    const unknown = values.filter((_, place) => !named[place]?.some((identity) => found.has(identity)));
    return { customers: new Set(found.values()).size, unknown };
  }

  /**
   * Takes customers off a list with all of their identities. Resolves with the ids that belong to
   * no customer, or to one that was merged into another.
   */
  async remove(key: string, customers: readonly string[]): Promise<string[]> {
    const identities = await this.owners.identitiesOf(customers);
    await this.change({ key, isOn: false }, new Set([...identities.values()].flat()));
    return customers.filter((customer) => (identities.get(customer) ?? []).length === 0);
  }

  private async named(by: ListedBy, values: readonly string[]): Promise<readonly (readonly Identity[])[]> {
    if (by !== 'customer')
      return (await this.profiles.ask('/api/customers/named', { by, values }, namedIdentities)).identities;
    const identities = await this.owners.identitiesOf(values);
    return values.map((customer) => {
      const all = identities.get(customer) ?? [];
      return all.length === 0 ? [] : [strongest(all)];
    });
  }

  /** Resolves with the customer of each identity that scoring knows. */
  private async change(list: Omit<ListChange, 'identities'>, asked: ReadonlySet<Identity>) {
    const done = new Map<Identity, string>();
    let left = [...asked];
    for (let attempt = 0; attempt < ATTEMPTS && left.length > 0; attempt++) {
      const owners = await this.owners.of(left);
      if (owners.size === 0) break;
      const identities = new Set(owners.keys());
      const now = this.clock.now();
      const clock = { now, historyUntil: 0, wall: now };
      const customers = [...new Set(owners.values())].sort();
      for (let from = 0; from < customers.length; from += AT_ONCE)
        await this.scorer.change(customers.slice(from, from + AT_ONCE), (known, book): Scoring => {
          for (const [identity, { customer }] of known.facts)
            if (identities.has(identity)) done.set(identity, customer);
          return scoreList(known, { ...list, identities }, book, clock);
        });
      left = left.filter((identity) => identities.has(identity) && !done.has(identity));
    }
    return done;
  }
}
