// What a batch of decisions costs on a real Postgres, and that merges, splits and concurrent
// batches find the rows that they need.
import { type Identity, type Signal, actions, customerIdOf, decisions } from '@segue/contracts';
import { type Cost, describeWith } from '@segue/testing';
import { merged, split, visit } from '../../testing/builders';
import { Running } from '../../testing/running';

describeWith('postgres', 'decisions on Postgres', (part) => {
  let on: Running;

  beforeAll(async () => {
    on = await Running.open(part().url, 'campaign_store');
  }, 60_000);
  beforeEach(() => on.forget());
  afterAll(() => on?.close());

  describe('the budget', () => {
    const visitors = (run: string, size: number) => Array.from({ length: size }, (_, n) => visit(`userId:${run}-${n}`));

    it('is as many statements for a thousand signals as for ten, decided in one commit and marked in one', async () => {
      const few = await on.take(visitors('few', 10));
      // Rendering that takes too long under the locks goes on without them, and the statements are
      // sent once more: on a busy machine that may happen, but not each time.
      const many: Cost[] = [];
      for (let run = 0; run < 3; run++) many.push(await on.take(visitors(`many-${run}`, 1_000)));

      expect(Math.min(...many.map(({ statements }) => statements))).toBe(few.statements);
      expect([few, ...many].map(({ commits }) => commits)).toEqual([2, 2, 2, 2]);
      expect(few.statements).toBeLessThanOrEqual(12);
      expect(on.published(actions)).toHaveLength(3_010);
      expect(on.published(decisions)).toHaveLength(3_010);
    });

    it('is one ledger row, its mark, one contact, one action and one decision for each', async () => {
      const cost = await on.take(visitors('rows', 100));

      // That a decision is unpublished is inserted, then deleted; the contact is inserted, then
      // updated with the message.
      expect(cost.rows).toEqual({ decision: 100, decision_count: 1, unpublished: 200, contact: 200 });
      expect(on.published(actions)).toHaveLength(100);
      expect(on.published(decisions)).toHaveLength(100);
      expect((await on.take(visitors('rows', 100))).rows).toEqual({});
    });

    it('is nothing for signals to which no campaign subscribes', async () => {
      const cost = await on.take([visit('userId:no-campaign', { subject: 'Product Viewed' })]);

      // Whether something waits for the customer has to be looked up.
      expect(cost).toEqual({ statements: 1, commits: 0, rows: {} });
    });
  });

  it('finds an absorbed customer under the survivor, with one cap and one list of decisions for both', async () => {
    // Names with what arrays of Postgres have to quote.
    const [device, user] = ['anonymousId:{a,"b"}\\c', 'userId:with "quotes", {braces} and \\'] as const;
    await on.take([visit(device)]);
    await on.take([visit(user)]);
    await on.take([merged({ identities: [device, user], number: 2, version: 2 })]);
    const late = visit(device, { number: 2, version: 1 });
    await on.take([late]);
    await on.take([late]);

    const rows = await on.reader.list({ customers: [customerIdOf(user)] }, Number.MAX_SAFE_INTEGER, 10);
    expect(rows.map(({ decision }) => decision.reason)).toEqual(['cap', 'sent', 'sent']);
    expect(await on.reader.list({ customers: [customerIdOf(device)] }, Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
  });

  it('keeps a merge of customers without any message yet', async () => {
    const [device, user] = ['anonymousId:early', 'userId:early'] as const;
    await on.take([merged({ identities: [device, user], number: 2, version: 2 })]);
    const both = [device, user];
    await on.take([
      visit(user, { identities: both, number: 3, version: 2 }),
      visit(user, { identities: both, number: 4, version: 2 }),
    ]);
    await on.take([visit(device)]);

    const rows = await on.reader.list({ customers: [customerIdOf(user)] }, Number.MAX_SAFE_INTEGER, 10);
    expect(rows.map(({ decision }) => decision.reason)).toEqual(['cap', 'sent', 'sent']);
  });

  it('leaves each half of a split what its identities caused', async () => {
    const [device, ana, ben] = ['anonymousId:lent', 'userId:ana', 'userId:ben'] as const;
    const both = [device, ana];
    await on.take([
      visit(device, { identities: both, number: 1, version: 2 }),
      visit(device, { identities: both, number: 2, version: 2 }),
    ]);
    await on.take([split({ identities: [ana], number: 3, version: 3 })]);
    await on.take([
      visit(ben, { identities: [device, ben], number: 1, version: 3 }),
      visit(ana, { number: 4, version: 3 }),
    ]);

    const reasons = async (user: Identity) =>
      (await on.reader.list({ customers: [customerIdOf(user)] }, Number.MAX_SAFE_INTEGER, 10)).map(
        ({ decision }) => decision.reason,
      );
    expect(await reasons(ana)).toEqual(['sent']);
    expect(await reasons(ben)).toEqual(['cap', 'sent', 'sent']);
  });

  it('takes decisions on one customer one at a time, also while it is merged', async () => {
    const [device, user] = ['anonymousId:busy', 'userId:busy'] as const;
    const batches = Array.from({ length: 12 }, (_, n) => {
      if (n % 3 === 0) return [merged({ identities: [device, user], number: 10 + n, version: 2 })];
      // Some of before the merge, some of after it.
      return [
        n % 3 === 1
          ? visit(device, { identities: [device, user], number: 10 + n, version: 2 })
          : visit(user, { number: n, version: 1 }),
      ];
    });
    await on.take(batches.shift() as Signal[]);
    await Promise.all(batches.map(async (batch) => on.decider.decide(batch)));

    const rows = await on.reader.list({ customers: [customerIdOf(user)] }, Number.MAX_SAFE_INTEGER, 20);
    expect(rows.filter(({ decision }) => decision.reason === 'sent')).toHaveLength(2);
    expect(rows).toHaveLength(8);
  });
});
