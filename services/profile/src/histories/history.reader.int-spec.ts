// Pages of histories, on a real Postgres.
import type { HistoryAsked, Touchpoint } from '@segue/contracts';
import type { OpenDb } from '@segue/store';
import { describeWith, freshSchema } from '@segue/testing';
import { absorb } from '../absorb/domain/absorb';
import { ProfileStore } from '../absorb/profile.store';
import { MIGRATIONS } from '../migrations/all';
import { HistoryReader } from './history.reader';

const brand = { currency: 'EUR', zone: 'UTC' };
const view = (user: string, place: number, text = ''): Touchpoint => ({
  ...{ v: 1, identity: `userId:${user}`, ids: [`userId:${user}`], source: place % 2 ? 'a' : 'b', id: `m${place}` },
  ...{ digest: 'd', type: 'track', event: 'Viewed', context: {}, origin: 'live', cause: null, trust: 'server' },
  ...{ properties: { text }, occurredAt: 1_000, recordedAt: 1_000 },
});
const many = (count: number, make: (place: number) => Touchpoint) => Array.from({ length: count }, (_, at) => make(at));

describeWith('postgres', 'pages of histories', (part) => {
  let open: OpenDb;
  let reader: HistoryReader;

  beforeAll(async () => {
    open = await freshSchema(part().url, 'profile_histories', MIGRATIONS);
    reader = new HistoryReader(open);
    const store = new ProfileStore(open);
    const batch = [
      ...many(4_500, (place) => view('long', place)),
      ...many(200, (place) => view('large', place, 'x'.repeat(20_000))),
      ...many(3, (place) => view('short', place)),
    ];
    for (let from = 0; from < batch.length; from += 500) {
      const some = batch.slice(from, from + 500);
      await store.change(some, (known) => absorb(some, known, brand));
    }
  }, 60_000);
  afterAll(() => open.close());

  /** Reads histories to their end, as a service does. Returns the numbers read, and the pages. */
  async function readAll(names: readonly string[], above = 0) {
    const numbers = new Map(names.map((name) => [`userId:${name}`, [] as number[]]));
    let asked: HistoryAsked[] = [...numbers.keys()].map((identity) => ({ identity, above }));
    let pages = 0;
    let most = 0;
    while (asked.length > 0) {
      const answer = await reader.pages(asked);
      pages++;
      most = Math.max(most, Buffer.byteLength(JSON.stringify(answer)));
      for (const { identity, touchpoints } of answer)
        numbers.get(identity)?.push(...touchpoints.map(({ number }) => number));
      asked = answer.flatMap(({ identity, next }) => (next ? [{ identity, above, after: next }] : []));
    }
    return { numbers, pages, most };
  }
  const sorted = (numbers: readonly number[] = []) => [...numbers].sort((a, b) => a - b);
  const upTo = (count: number) => Array.from({ length: count }, (_, place) => place + 1);

  it('have each touchpoint once, in small answers', async () => {
    const { numbers, pages, most } = await readAll(['long', 'large', 'short', 'unknown']);
    expect(sorted(numbers.get('userId:long'))).toEqual(upTo(4_500));
    expect(sorted(numbers.get('userId:large'))).toEqual(upTo(200));
    expect(sorted(numbers.get('userId:short'))).toEqual(upTo(3));
    expect(numbers.get('userId:unknown')).toEqual([]);
    expect(pages).toBeGreaterThan(5);
    expect(most).toBeLessThan(3_000_000);
  });

  it('have only what is above a number', async () => {
    const { numbers, pages } = await readAll(['long'], 4_490);
    expect(sorted(numbers.get('userId:long'))).toEqual(upTo(4_500).slice(4_490));
    expect(pages).toBe(1);
  });
});
