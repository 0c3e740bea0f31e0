// The orders of groups on a real Postgres: the same in any order, any portions and any number of
// reports; and what an upgrade keeps of earlier decisions.
import fc from 'fast-check';
import { type OpenDb, migrate } from '@segue/store';
import { describeWith, freshSchema } from '@segue/testing';
import { NOON } from '../../testing/builders';
import { MIGRATIONS } from '../migrations/all';
import { countsSince } from './count.store';
import { WINDOW_MS } from './domain/effect';
import type { OrderNote } from './domain/order-note';
import { TrialStore } from './trial.store';

const CUSTOMERS = ['ana', 'bo', 'cleo'];

const note: fc.Arbitrary<OrderNote> = fc.record({
  customers: fc.subarray(CUSTOMERS, { minLength: 1, maxLength: 1 }),
  order: fc.constantFrom('o1', 'o2', 'o3'),
  what: fc.constantFrom('placed', 'changed', 'cancelled'),
  at: fc.integer({ min: -2, max: 12 }).map((hours) => NOON + hours * 3_600_000),
  amount: fc.option(fc.integer({ min: 0, max: 5_000 })),
});
/** Reports of one order at one instant agree, as those of one touchpoint do. */
const history = fc.uniqueArray(note, {
  selector: ({ customers, order, at }) => `${customers.join()} ${order} ${at}`,
  minLength: 1,
  maxLength: 12,
});

describeWith('postgres', 'the orders of groups', (part) => {
  let open: OpenDb;
  let store: TrialStore;

  beforeAll(async () => {
    open = await freshSchema(part().url, 'campaign_trial', MIGRATIONS);
    store = new TrialStore(open);
    for (const [place, customer] of CUSTOMERS.entries())
      await open.query(`insert into trial_member (campaign, customer, is_treated, at) values ('c', $1, $2, $3)`, [
        ...[customer, place > 0, NOON],
      ]);
    await open.query(`insert into trial_count (campaign, is_treated, slot, customers, first_at) values
      ('c', true, 0, 1, ${NOON}), ('c', true, 3, 1, ${NOON}), ('c', false, 0, 1, ${NOON})`);
  }, 60_000);
  afterAll(() => open.close());

  const found = async (portions: readonly (readonly OrderNote[])[]) => {
    await open.query('delete from trial_order');
    for (const portion of portions) await store.note(portion);
    return store.groups('c');
  };

  it('are the same in any order, in any portions and with any repetition', async () => {
    await fc.assert(
      fc.asyncProperty(
        history.chain((notes) =>
          fc.record({
            notes: fc.constant(notes),
            shuffled: fc.shuffledSubarray(notes, { minLength: notes.length }),
            again: fc.subarray(notes),
            cut: fc.nat(notes.length),
          }),
        ),
        async ({ notes, shuffled, again, cut }) => {
          const once = await found([notes]);
          const many = await found([shuffled.slice(0, cut), again, shuffled.slice(cut), again]);
          expect(many).toEqual(once);
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);

  it('count by the window of the customer, and not where they were cancelled', async () => {
    const placed = { customers: ['ana'], order: 'o1', what: 'placed' as const, at: NOON, amount: 1_000 };
    const groups = await found([
      [
        placed,
        { ...placed, order: 'before', at: NOON - 1 },
        { ...placed, order: 'last', at: NOON + WINDOW_MS - 1 },
        { ...placed, order: 'after', at: NOON + WINDOW_MS },
        { ...placed, order: 'gone' },
        { ...placed, order: 'gone', what: 'cancelled', at: NOON + 1 },
        { ...placed, order: 'unknown', what: 'changed' },
        { ...placed, order: 'foreign', amount: null },
      ],
    ]);
    expect(groups?.control).toEqual({
      ...{ customers: 1, buyers: 1, orders: 3, revenue: 2_000, squares: 2_000 ** 2, again: 1 },
    });
    expect(groups?.treated).toMatchObject({ customers: 2, buyers: 0 });
    expect(await store.groups('other')).toBeNull();
  });

  it('begin with the numbers of earlier decisions', async () => {
    const old = await freshSchema(part().url, 'campaign_trial_old', MIGRATIONS.slice(0, 12));
    const day = 86_400_000;
    const decided = (cause: string, reason: string, at: number) =>
      old.query(
        `insert into decision (campaign, cause, leg, id, identity, outcome, reason, decided_at, body)
         values ('c', $1, 'start', $1, 'userId:u', $2, $3, $4, '{}')`,
        [cause, reason === 'sent' ? 'sent' : 'held', reason, at],
      );
    await decided('a', 'sent', 5 * day);
    await decided('b', 'sent', 5 * day + 7);
    await decided('c', 'control', 6 * day);
    await migrate(part().url, 'campaign_trial_old', MIGRATIONS);
    expect(await countsSince(old, 0, 'c')).toEqual([
      { campaign: 'c', outcome: 'sent', reason: 'sent', decisions: 2 },
      { campaign: 'c', outcome: 'held', reason: 'control', decisions: 1 },
    ]);
    expect(await countsSince(old, 6, null)).toEqual([
      { campaign: 'c', outcome: 'held', reason: 'control', decisions: 1 },
    ]);
    await old.close();
  }, 60_000);
});
