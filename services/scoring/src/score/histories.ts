// Reads histories of identities from profile page by page, and folds facts again that were not kept
// for the needs at hand. A page is in memory, never a whole history.
import { type HistoryPlace, histories } from '@segue/contracts';
import type { Needs } from '@segue/rules';
import { Breather, type CustomerLookup } from '@segue/service';
import type { FactsRow } from './domain/known-standings';
import { type Refold, type Refolds, aboveOf, refoldOf, withPage } from './domain/refold';

/** Identities in one request. */
const AT_ONCE = 100;

interface Options {
  /** Refolds to go on from: only what came since is read. */
  earlier?: Refolds;
  /** Requests for AT_ONCE identities; absent: until all histories are read. */
  maxPages?: number;
}

/** A history that is being read; `after` is where its next page begins. */
interface Reading {
  refold: Refold;
  after: HistoryPlace | null;
}

export class HistoryReader {
  constructor(private readonly profiles: CustomerLookup) {}

  /**
   * Resolves with the facts of `rows`, folded again for `needs`.
   * @throws {Problem} 503 when profile cannot be asked.
   */
  async refolds(rows: readonly FactsRow[], needs: Needs, { earlier, maxPages = Infinity }: Options): Promise<Refolds> {
    const all = new Map<string, Refold>();
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      const some = rows.slice(from, from + AT_ONCE);
      const reading = new Map(
        some.map(({ identity, facts }): [string, Reading] => {
          return [identity, { refold: refoldOf(facts.rules, needs, earlier?.get(identity)), after: null }];
        }),
      );
      for (let page = 0; reading.size > 0 && page < maxPages; page++) await this.readPage(reading, all, needs);
    }
    return all;
  }

  /** Moves the histories that end with this page from `reading` to `done`. */
  private async readPage(reading: Map<string, Reading>, done: Map<string, Refold>, needs: Needs): Promise<void> {
    const asked = [...reading].map(([identity, { refold, after }]) => {
      return { identity, above: aboveOf(refold), ...(after && { after }) };
    });
    const breather = new Breather();
    for (const { identity, touchpoints, next } of await this.profiles.ask(
      histories.path,
      { histories: asked },
      histories,
    )) {
      const before = reading.get(identity);
      if (!before) continue;
      const refold = withPage(before.refold, touchpoints, needs);
      if (next === null) done.set(identity, refold);
      if (next === null) reading.delete(identity);
      else reading.set(identity, { refold, after: next });
      await breather.breathe();
    }
  }
}
