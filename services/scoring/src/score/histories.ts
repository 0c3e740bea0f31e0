// Reads whole histories of identities from profile, for facts that were not kept for the needs at
// hand and must be folded again.
import { type NumberedTouchpoint, histories } from '@segue/contracts';
import type { CustomerLookup } from '@segue/service';
import type { Histories } from './domain/known-standings';

const AT_ONCE = 100;

export class HistoryReader {
  constructor(private readonly profiles: CustomerLookup) {}

  /** @throws {Problem} 503 when profile cannot be asked. */
  async of(identities: readonly string[]): Promise<Histories> {
    const found = new Map<string, readonly NumberedTouchpoint[]>();
    for (let from = 0; from < identities.length; from += AT_ONCE) {
      for (const { identity, touchpoints } of await this.ask(identities.slice(from, from + AT_ONCE)))
        found.set(identity, touchpoints);
    }
    return found;
  }

  private ask(identities: readonly string[]) {
    const query = identities.map((one) => `identity=${encodeURIComponent(one)}`).join('&');
    return this.profiles.read(`/api/histories?${query}`, histories);
  }
}
