// A store of an earlier version keeps what it had not published yet.
import { type OpenDb, migrate } from '@segue/store';
import { describeWith, freshSchema } from '@segue/testing';
import { scoring } from '..';
import { TransitionStore } from './transition.store';

const SCHEMA = 'scoring_unpublished';

describeWith('postgres', 'transitions that an earlier version left unpublished', (part) => {
  let open: OpenDb;

  beforeAll(async () => {
    const { url } = part();
    open = await freshSchema(url, SCHEMA, scoring.migrations.slice(0, 3));
    for (const [number, owed] of [
      [1, false],
      [2, true],
      [3, true],
    ] as const) {
      const body = JSON.stringify({ number, kind: 'entered', subject: 'regulars' });
      const head = owed ? JSON.stringify({ touchpoints: number }) : null;
      await open.query(
        `insert into transition (customer_id, number, kind, subject, occurred_at, owed, body, head)
         values ('ana', $1, 'entered', 'regulars', $2, $3, $4, $5)`,
        [number, number * 1_000, owed, body, head],
      );
    }
    await migrate(url, SCHEMA, scoring.migrations);
  });
  afterAll(() => open.close());

  it('are found with their heads, in order and by time, until they are published', async () => {
    const store = new TransitionStore(open);
    const left = await store.unpublished(10);
    expect(left.map(({ customer, transition }) => [customer, transition.number, transition.head])).toEqual([
      ['ana', 2, { touchpoints: 2 }],
      ['ana', 3, { touchpoints: 3 }],
    ]);
    expect(await store.unpublished(1)).toEqual(left.slice(0, 1));
    expect(await store.unpublishedUntil(2_000, 10)).toEqual(left.slice(0, 1));

    await store.markPublished(left.slice(0, 1));
    expect(await store.unpublished(10)).toEqual(left.slice(1));
    expect(await open.query('select count(*)::int as n from transition', [], 'all')).toEqual([{ n: 3 }]);
  });
});
