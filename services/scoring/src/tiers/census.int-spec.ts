// The census, other cut-offs and the moves to come, on stored customers.
import { type NumberedTouchpoint, customerIdOf } from '@segue/contracts';
import { describeWith } from '@segue/testing';
import { NOON, type Workbench, openWorkbench, profileOf } from '../../testing/workbench';
import { CensusReader, type DuePlace } from './census.reader';
import { movesUnder } from './domain/census';

const DAY = 86_400_000;
/** Days ago and totals of the orders of each customer; a margin of 30 %, cut-offs 3000 and 2000. */
const ORDERS: Record<string, [number, string][]> = {
  valued: [[10, '200.00']],
  leaving: [[350, '200.00']],
  small: [[5, '12.00']],
  old: [[800, '20.00']],
};

function order(identity: string, [daysAgo, total]: [number, string], number: number): NumberedTouchpoint {
  const at = NOON - daysAgo * DAY;
  return {
    ...{ v: 1, identity, source: 'till', id: `${identity} ${number}`, type: 'track', event: 'Order Completed' },
    ...{ ids: [identity], properties: { order_id: `${identity} ${number}`, total, currency: 'USD' }, context: {} },
    ...{ digest: 'd', number, occurredAt: at, recordedAt: at, origin: 'live', cause: null },
  };
}

const idOf = (name: string) => customerIdOf(`userId:${name}`);

describeWith('postgres', 'a census of the stored customers', (part) => {
  let bench: Workbench;
  let reader: CensusReader;

  beforeAll(async () => {
    bench = await openWorkbench(part().url, 'scoring_census');
    reader = new CensusReader(bench.open, bench.store);
    const profiles = Object.entries(ORDERS).map(([name, orders]) => {
      const identity = `userId:${name}` as const;
      return profileOf(
        [identity],
        1,
        orders.map((one, place) => order(identity, one, place + 1)),
      );
    });
    await bench.scorer.score(profiles);
    await bench.scorer.fireAllDue(NOON);
  }, 60_000);
  afterAll(() => bench.close());

  it('has every customer with tier, money and name, as of an instant', async () => {
    const { census, looked, population } = await reader.take(await bench.rules.read(), NOON);
    expect([looked, population]).toEqual([4, 4]);
    const byId = new Map(census.map((one) => [one.customer, one]));
    expect(byId.get(idOf('valued'))).toMatchObject({ tier: 'MVC', net: 6_000 });
    expect(byId.get(idOf('leaving'))).toMatchObject({ tier: 'MVC', net: 6_000 });
    expect(byId.get(idOf('small'))).toMatchObject({ net: 360 });
    expect(byId.get(idOf('old'))).toMatchObject({ tier: 'standard', net: 0, rfm: 'Lost' });
  });

  it('says who moves under other cut-offs as a saved change would move them', async () => {
    const book = await bench.rules.read();
    const { census } = await reader.take(book, NOON);
    const draft = { a: 300, b: 1_000_000 };
    const { examples } = movesUnder(draft, book.settings.value, census);
    expect(examples).toEqual([expect.objectContaining({ customer: idOf('small'), to: 'MVC' })]);
    const after = await reader.take({ ...book, settings: { ...book.settings, value: draft } }, NOON);
    expect(after.census.find(({ customer }) => customer === idOf('small'))?.tier).toBe('MVC');
  });

  it('counts what comes within a span, and lists the people behind a count, page by page', async () => {
    const book = await bench.rules.read();
    const until = NOON + 30 * DAY;
    const { moves, looked, population } = await reader.coming(book, NOON, until);
    expect(looked).toBe(population);
    const way = { scheme: 'value', from: 'MVC', to: 'standard' };
    expect(moves).toContainEqual({ ...way, customers: 1 });

    const first: DuePlace = [NOON + 1, ''];
    expect(await reader.comingCustomers(way, book, until, first, 10)).toEqual({
      items: [{ customer: idOf('leaving'), at: NOON + 15 * DAY, place: expect.anything() }],
      next: null,
    });
    for (const { scheme, from, to, customers } of moves) {
      const found: string[] = [];
      for (let after: DuePlace | null = first; after !== null;) {
        const page: Awaited<ReturnType<CensusReader['comingCustomers']>> = await reader.comingCustomers(
          ...[{ scheme, from, to }, book, until, after, 1],
        );
        found.push(...page.items.map(({ customer }) => customer));
        after = page.next;
      }
      expect([new Set(found).size, found.length]).toEqual([customers, customers]);
    }
    expect((await reader.coming(book, NOON, NOON + 14 * DAY)).moves).not.toContainEqual(expect.objectContaining(way));
  });

  it('stops when its time is over, and says of how many it speaks', async () => {
    const hurried = new CensusReader(bench.open, bench.store, -1);
    const book = await bench.rules.read();
    expect(await hurried.take(book, NOON)).toEqual({ census: [], looked: 0, population: 4 });
    const page = await hurried.comingCustomers(
      { scheme: 'value', from: 'MVC', to: 'standard' },
      book,
      NOON + 30 * DAY,
      [NOON, ''],
      5,
    );
    expect(page).toEqual({ items: [], next: [NOON, ''] });
  });
});
