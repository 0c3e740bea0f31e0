// Reads where customers stand, why and until when, for the API. Off the hot path.
import { Breather, inSlices } from '@segue/service';
import type { Rulebook } from '../rulebook/domain/rulebook';
import type { FoundCustomer } from '../score/domain/known-standings';
import { type CurvePoint, instantsOf, pointAt } from './domain/curve';
import { type Explained, explained } from './domain/explained';
import { StandingStore } from './standing.store';
import { survivorsOf } from './survivors';

export class StandingReader {
  constructor(private readonly store: Pick<StandingStore, 'read'>) {}

  /**
   * The standing of a customer, also by an id that was merged into another; null when unknown.
   * @param most how many of the next changes are searched for.
   */
  async explain(customer: string, book: Rulebook, now: number, most = 1): Promise<Explained | null> {
    const breather = new Breather();
    const found = (await this.customersOf([customer])).get(customer);
    await breather.breathe();
    return found ? inSlices(explained(found, book, now, most)) : null;
  }

  /** The standings of several customers, in the order of the ids; unknown ids are left out. */
  async explainAll(customers: readonly string[], book: Rulebook, now: number): Promise<Explained[]> {
    const found = await this.customersOf(customers);
    const all: Explained[] = [];
    const breather = new Breather();
    for (const customer of customers) {
      const one = found.get(customer);
      if (one) all.push(await inSlices(explained(one, book, now, 1)));
      await breather.breathe();
    }
    return all;
  }

  /**
   * Value week by week as it was judged by what was bought until then, and on to the horizon as it
   * will be if nothing is.
   */
  async curve(customer: string, book: Rulebook, now: number): Promise<CurvePoint[] | null> {
    const found = (await this.customersOf([customer])).get(customer);
    if (!found) return null;
    const points: CurvePoint[] = [];
    const breather = new Breather();
    for (const at of instantsOf(found.facts, now)) {
      points.push(pointAt(found.facts, at, book));
      await breather.breathe();
    }
    return points;
  }

  private customersOf(ids: readonly string[]): Promise<Map<string, FoundCustomer>> {
    return survivorsOf(ids, (customers) => this.store.read(customers));
  }
}
