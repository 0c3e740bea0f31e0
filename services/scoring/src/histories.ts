// Whole histories of identities, asked of profile: for facts that were not kept for the rules in question and must be folded again.
import type { NumberedTouchpoint } from '@segue/contracts';
import type { CustomerLookup } from '@segue/service';
import type { Histories } from './domain/score';

const AT_ONCE = 100;

export class HistoryReader {
  constructor(private readonly profiles: CustomerLookup) {}

  /** @throws {Problem} 503 when profile cannot be reached. */
  async of(identities: readonly string[]): Promise<Histories> {
    const histories = new Map<string, readonly NumberedTouchpoint[]>();
    for (let from = 0; from < identities.length; from += AT_ONCE) {
      for (const { identity, touchpoints } of await this.ask(identities.slice(from, from + AT_ONCE)))
        histories.set(identity, touchpoints);
    }
    return histories;
  }

  private async ask(identities: readonly string[]): Promise<{ identity: string; touchpoints: NumberedTouchpoint[] }[]> {
    const query = identities.map((one) => `identity=${encodeURIComponent(one)}`).join('&');
    const answer = await this.profiles.ask(`/api/histories?${query}`);
    if (!answer.ok) throw new Error(`profile answered ${answer.status} to a request for histories`);
    return (await answer.json()) as { identity: string; touchpoints: NumberedTouchpoint[] }[];
  }
}
