// What a search finds, for lists of standings: profile has the words of customers, scoring where
// they stand.
import { matches } from '@segue/contracts';
import type { CustomerLookup } from '@segue/service';

export class Matches {
  constructor(private readonly profile: Pick<CustomerLookup, 'read'>) {}

  /**
   * Yields the ids of all customers that a search finds, in portions; one may come again.
   * @throws {Problem} 503 when profile cannot be asked.
   */
  async *of(query: string): AsyncGenerator<string[]> {
    for (let cursor: string | null = ''; cursor !== null;) {
      const asked = new URLSearchParams({ query, ...(cursor !== '' && { cursor }) });
      const portion: { customers: string[]; next: string | null } = await this.profile.read(
        `/api/customers/matches?${asked.toString()}`,
        matches,
      );
      yield portion.customers;
      cursor = portion.next;
    }
  }
}
