// Reads what customers bought, in pages, and counts it for a fit: memory holds one page and the
// counts.
import { purchasesIn } from '@segue/parts';
import { Breather } from '@segue/service';
import { Evidence, type PurchaseDay, dayNumberAt, windowOf } from '@segue/valuation';
import type { Rulebook } from '../rulebook/domain/rulebook';
import { joinFacts } from '../score/domain/facts';
import { factsOf } from '../score/domain/known-standings';
import type { StandingStore } from '../standings/standing.store';
import { daysOf } from './domain/purchase-days';

const AT_ONCE = 200;
/** Buyers that show how old the store is: ids are hashes, so the first ones are a fair sample. */
const ENOUGH_BUYERS = 2_000;

export class EvidenceReader {
  constructor(private readonly store: Pick<StandingStore, 'customers' | 'read'>) {}

  /**
   * @param now UTC milliseconds; purchases after that day are left out.
   * @param report called after each page with the customers looked at; false ends the reading.
   * @returns null where `report` ended it.
   */
  async read(book: Rulebook, now: number, report: (done: number) => Promise<boolean>): Promise<Evidence | null> {
    const last = dayNumberAt(now, book.brand.zone);
    const firsts: number[] = [];
    for await (const { buyers } of this.pages(book)) {
      for (const [first] of buyers) if (first) firsts.push(first.day);
      if (firsts.length >= ENOUGH_BUYERS) break;
      if (!(await report(0))) return null;
    }
    const evidence = new Evidence(windowOf(firsts, last));
    let done = 0;
    for await (const { looked, buyers } of this.pages(book)) {
      for (const days of buyers) evidence.add(days);
      done += looked;
      if (!(await report(done))) return null;
    }
    return evidence;
  }

  private async *pages({ brand }: Rulebook): AsyncGenerator<{ looked: number; buyers: PurchaseDay[][] }> {
    const breather = new Breather();
    for await (const customers of this.store.customers(AT_ONCE)) {
      const { standings, facts } = await this.store.read(customers);
      const buyers: PurchaseDay[][] = [];
      for (const { standing } of standings.values()) {
        const { part } = joinFacts([...factsOf(standing, facts).values()]);
        const days = daysOf(purchasesIn(part.orders, brand), brand);
        if (days.length > 0) buyers.push(days);
        await breather.breathe();
      }
      yield { looked: customers.length, buyers };
    }
  }
}
