import type { LifeEvent } from '../../e2e/src/lives';
import { pause } from '../../e2e/src/pause';
import { order } from './customers';

/**
 * Sends purchases and records their times. The first one of a customer is small; others make the
 * customer valuable.
 */
export class Shopping {
  readonly instants = new Map<string, number[]>();
  endedAt = 0;

  constructor(private readonly send: (orders: LifeEvent[]) => Promise<void>) {}

  async buy(people: readonly string[]): Promise<void> {
    const at = Date.now();
    await this.send(people.map((person) => order(person, this.instants.has(person) ? '5000.00' : '10.00', at)));
    for (const person of people) this.instants.set(person, [...(this.instants.get(person) ?? []), at]);
  }

  /** Lets each customer buy at these shares of the time; resolves when it is over. */
  async during(lengthMs: number, again: Readonly<Record<string, readonly number[]>>): Promise<void> {
    const from = Date.now();
    const planned = Object.entries(again).flatMap(([person, shares]) => shares.map((share) => ({ person, share })));
    for (const { person, share } of planned.sort((a, b) => a.share - b.share)) {
      await pause(Math.max(0, from + share * lengthMs - Date.now()));
      await this.buy([person]);
    }
    await pause(Math.max(0, from + lengthMs - Date.now()));
    this.endedAt = from + lengthMs;
  }

  /** Returns the longest time between two purchases of one customer. */
  widestGapMs(): number {
    const gaps = [...this.instants.values()].flatMap((at) => at.slice(1).map((one, place) => one - (at[place] ?? 0)));
    return Math.max(...gaps);
  }
}
