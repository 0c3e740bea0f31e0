// What previews are made from is what a signal would carry: the heads and standings of customers,
// page by page.
import { type Identity, type NumberedTouchpoint, type Signal, customerIdOf } from '@segue/contracts';
import { describeWith } from '@segue/testing';
import { NOON, type Workbench, listeningTo, openWorkbench, profileOf } from '../../testing/workbench';
import { MemberReader } from './members/member.reader';
import { StateReader } from './state.reader';

const PEOPLE = Array.from({ length: 7 }, (_, place): Identity => `userId:p${place}`);

const touchpoint = (identity: Identity, number: number, over: Partial<NumberedTouchpoint>): NumberedTouchpoint => ({
  ...{ v: 1, identity, source: 'web', id: String(number), type: 'track', event: 'Store Visited', ids: [identity] },
  ...{ properties: {}, context: {}, digest: 'd', number, occurredAt: NOON, recordedAt: NOON },
  ...{ origin: 'live', cause: null },
  ...over,
});

describeWith('postgres', 'states of customers', (part) => {
  let bench: Workbench;
  let signals: Map<string, Signal>;
  let reader: StateReader;

  beforeAll(async () => {
    bench = await openWorkbench(part().url, 'scoring_states');
    await bench.rules.saveSegment({
      ...{ id: 'visitors', name: 'visitors' },
      rule: { version: 1, when: { kind: 'event', name: 'Store Visited', times: { atLeast: 1 } } },
    });
    await bench.rules.subscribe([listeningTo('Store Visited')]);
    const published = await bench.scorer.score(
      PEOPLE.map((identity, place) =>
        profileOf([identity], 1, [
          touchpoint(identity, 1, {
            ...{ type: 'identify', event: 'identify', properties: { name: `P${place}` } },
            context: { timezone: 'Asia/Tokyo', locale: 'zh-CN' },
          }),
          touchpoint(identity, 2, {
            event: 'Order Completed',
            properties: { order_id: 'o1', total: 10 + place, currency: 'USD' },
          }),
          // The last one visits no store.
          touchpoint(identity, 3, place === 6 ? { event: 'Page Viewed' } : {}),
        ]),
      ),
    );
    signals = new Map(published.filter(({ kind }) => kind === 'touchpoint').map((one) => [one.customer, one]));
    reader = new StateReader(new MemberReader(bench.open), bench.store);
  }, 60_000);
  afterAll(() => bench.close());

  it('are what their newest signal carries, page by page in the order of ids', async () => {
    const book = await bench.rules.read();
    const first = await reader.page({ segment: 'visitors' }, '', 4, book, NOON);
    expect(first.total).toBe(6);
    const second = await reader.page({ segment: 'visitors' }, first.next ?? '', 4, book, NOON);
    expect([second.next, second.total]).toEqual([null, null]);
    const states = [...first.items, ...second.items];
    const inOrder = PEOPLE.slice(0, 6).map(customerIdOf).sort();
    expect(states.map(({ customer }) => customer)).toEqual(inOrder);
    for (const { customer, ...state } of states) {
      const { identities, bucketingId, head, standing } = signals.get(customer) as Signal;
      expect(state).toEqual({ identities, bucketingId, head, standing });
      expect(state.head.traits.name).toMatch(/^P\d$/);
    }
  });

  it('are those of a tier, or of one customer; nobody is left out and nothing is invented', async () => {
    const book = await bench.rules.read();
    const all = await reader.page({ tier: 'standard' }, '', 100, book, NOON);
    const others = await reader.page({ tier: 'MVC' }, '', 100, book, NOON);
    const more = await reader.page({ tier: 'MGC' }, '', 100, book, NOON);
    expect(all.items.length + others.items.length + more.items.length).toBe(PEOPLE.length);
    const last = customerIdOf(PEOPLE[6] as Identity);
    const found = await reader.statesOf([last, 'nobody'], book, NOON);
    expect(found.map(({ customer }) => customer)).toEqual([last]);
    expect(found[0]?.standing.segments).toEqual([]);
    expect(found[0]?.head).toMatchObject({ orders: 1, timeZone: 'Asia/Tokyo', locale: 'zh-CN' });
  });
});
