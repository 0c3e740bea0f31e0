// What a search finds, for lists of standings: profile has the words of customers, scoring where
// they stand.
import type { CustomerLookup } from '@segue/service';

interface Portion {
  customers: string[];
  next: string | null;
}

export class Matches {
  constructor(private readonly profile: Pick<CustomerLookup, 'read'>) {}

  /**
   * Yields the ids of all customers that a search finds, in portions; one may come again.
   * @throws {Problem} 503 when profile cannot be asked.
   */
  async *of(query: string): AsyncGenerator<string[]> {
    for (let cursor: string | null = ''; cursor !== null;) {
      const asked = new URLSearchParams({ query, ...(cursor !== '' && { cursor }) });
      const portion: Portion = await this.profile.read<Portion>(`/api/customers/matches?${asked.toString()}`);
      yield portion.customers;
      cursor = portion.next;
    }
  }
}
