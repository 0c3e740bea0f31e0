// Reads whole histories of identities from profile, for facts that were not kept for the needs at
// hand and must be folded again.
import type { NumberedTouchpoint } from '@segue/contracts';
import type { CustomerLookup } from '@segue/service';
import type { Histories } from './domain/known-standings';

const AT_ONCE = 100;

interface History {
  identity: string;
  touchpoints: NumberedTouchpoint[];
}

export class HistoryReader {
  constructor(private readonly profiles: CustomerLookup) {}

  /** @throws {Problem} 503 when profile cannot be asked. */
  async of(identities: readonly string[]): Promise<Histories> {
    const histories = new Map<string, readonly NumberedTouchpoint[]>();
    for (let from = 0; from < identities.length; from += AT_ONCE) {
      for (const { identity, touchpoints } of await this.ask(identities.slice(from, from + AT_ONCE)))
        histories.set(identity, touchpoints);
    }
    return histories;
  }

  private ask(identities: readonly string[]): Promise<History[]> {
    const query = identities.map((one) => `identity=${encodeURIComponent(one)}`).join('&');
    return this.profiles.read(`/api/histories?${query}`);
  }
}
