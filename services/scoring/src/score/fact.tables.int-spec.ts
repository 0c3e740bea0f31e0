// A customer with many orders is scored the same by two processes in turn as in memory.
import type { NumberedTouchpoint } from '@segue/contracts';
import { MOST_INLINE, type OpenDb } from '@segue/store';
import { describeWith } from '@segue/testing';
import { NOON, openTables } from '../../testing/workbench';
import { ANA, Kept, SEGMENTS, bookOf, profile, segment, touchpoint } from '../../testing/lives';
import { StandingStore } from '../standings/standing.store';
import { score } from './domain/score';

const SCHEMA = 'scoring_orders';
const ORDERS = 2 * MOST_INLINE;
/** Reads products of orders, so that these are kept too. */
const SHOES = segment('shoes', {
  kind: 'order',
  what: 'count',
  where: { products: ['p3'] },
  times: { atLeast: 3 },
  within: { amount: 900, unit: 'days' },
});

describeWith('postgres', 'a customer with many orders', (part) => {
  let open: OpenDb;
  beforeAll(async () => {
    open = await openTables(part().url, SCHEMA);
  }, 60_000);
  afterAll(() => open.close());

  it('is scored the same by two processes in turn as in memory', async () => {
    const book = bookOf([...SEGMENTS, SHOES]);
    const inMemory = new Kept(book);
    const stores = [new StandingStore(open), new StandingStore(open)] as const;
    const clock = { now: 0, historyUntil: 0, wall: NOON };
    const words: string[] = [];
    const life = lifeOf();
    for (let from = 0, turn = 0; from < life.length; turn++) {
      const batch = [profile(life.slice(from, (from += 1 + (turn % 5))))];
      inMemory.take(batch);
      const store = stores[turn % 2] as StandingStore;
      const { customers } = await store.change(batch, book.version, (known) => score(batch, known, book, clock));
      words.push(
        ...customers.flatMap(({ scored }) => scored.transitions.map(({ kind, subject }) => `${kind} ${subject}`)),
      );
    }
    expect(words).toEqual(inMemory.log.map(({ kind, subject }) => `${kind} ${subject}`));
    expect(words).toContain('entered shoes');
    const expected = inMemory.facts.get('userId:ana')?.facts;
    for (const store of [...stores, new StandingStore(open)]) {
      const { facts, standings } = await store.read([ANA]);
      const kept = facts.get('userId:ana')?.facts;
      expect({ ...kept?.part.orders }).toEqual({ ...expected?.part.orders });
      expect({ ...kept?.rules.baskets }).toEqual({ ...expected?.rules.baskets });
      expect(standings.get(ANA)?.standing).toEqual(inMemory.standings.get(ANA)?.standing);
    }
    expect(Object.keys(expected?.part.orders ?? {})).toHaveLength(ORDERS);
  }, 60_000);
});

function lifeOf(): NumberedTouchpoint[] {
  const order = (n: number) =>
    touchpoint({
      day: n,
      properties: { order_id: `o${n}`, total: 20 + n, products: [{ product_id: `p${n % 9}`, quantity: 1 }] },
    });
  const refund = (n: number, day: number) =>
    touchpoint({ day, event: 'Order Refunded', properties: { order_id: `o${n}`, refund_id: `r${n}`, total: 5 } });
  const view = (day: number) => touchpoint({ day, event: 'Store Visited', properties: {} });
  const life: NumberedTouchpoint[] = [];
  for (let n = 0; n < ORDERS; n++) {
    life.push(order(n));
    if (n % 10 === 5) life.push(view(n));
    if (n % 25 === 24) life.push(refund(n - 20, n));
  }
  return life;
}
