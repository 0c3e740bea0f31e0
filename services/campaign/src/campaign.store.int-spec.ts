// Decisions on a real Postgres: what a batch of them costs, and that merges, splits and redeliveries find the rows they need.
import { type Bus, type Outgoing, openBus, topicSpecs } from '@segue/bus';
import { type Identity, type Signal, TOPICS, customerIdOf } from '@segue/contracts';
import { type Clock, ServiceTime } from '@segue/service';
import { type OpenDb, migrate, openDb } from '@segue/store';
import { type Cost, Counted, describeWith } from '@segue/testing';
import { NOON, draft, merged, split, visit } from '../testing/builders';
import { ActionOutbox } from './action.outbox';
import { CampaignRules } from './campaign.rules';
import { CampaignStore } from './campaign.store';
import { Decider } from './decider';
import { DecisionReader } from './decision.reader';
import { Campaign1700000000001 } from './migrations/1-campaign';
import { PausedBecause1700000000002 } from './migrations/2-paused-because';
import { Renderer } from './renderer';

const SCHEMA = 'campaign_store';
const clock: Clock = { now: () => NOON };

describeWith('postgres', 'campaign on Postgres', (part) => {
  let open: OpenDb;
  let bus: Bus;
  let counted: Counted;
  let published: Outgoing[] = [];
  let decider: Decider;
  let outbox: ActionOutbox;
  let reader: DecisionReader;
  let rules: CampaignRules;
  const renderer = new Renderer();

  beforeAll(async () => {
    const { url } = part();
    const admin = openDb({ url, schema: 'public' });
    await admin.query(`drop schema if exists ${SCHEMA} cascade`);
    await admin.close();
    await migrate(url, SCHEMA, [Campaign1700000000001, PausedBecause1700000000002]);
    open = openDb({ url, schema: SCHEMA });
    bus = openBus({ databaseUrl: url, clientId: 'campaign-store', log: () => undefined });
    await bus.ensureTopics(topicSpecs(TOPICS));
    const publish = bus.publish.bind(bus);
    bus.publish = (topic, messages) => {
      published.push(...messages);
      return publish(topic, messages);
    };
    counted = new Counted(open);
    const store = new CampaignStore(counted);
    rules = new CampaignRules(open, bus, clock, 'UTC');
    const time = new ServiceTime({
      db: open,
      bus,
      clock,
      group: 'campaign',
      input: null,
      output: null,
      log: () => undefined,
    });
    decider = new Decider(store, rules, renderer, time, clock);
    outbox = new ActionOutbox(store, bus);
    reader = new DecisionReader(open);
    await rules.save('visit', draft({ delivery: 'outbox' }), 0);
    await rules.setState('visit', 'running');
    await rules.setLimits({ cap: { messages: 2, days: 7 }, quietHours: null, globalControl: 0 });
  }, 60_000);
  beforeEach(() => (published = []));
  afterAll(async () => {
    await renderer.onModuleDestroy();
    await bus.close();
    await open.close();
  });

  async function take(batch: readonly Signal[]): Promise<Cost> {
    return counted.during(async () => outbox.publish((await decider.decide(batch)).owed));
  }

  describe('the budget', () => {
    const visitors = (run: string, size: number) => Array.from({ length: size }, (_, n) => visit(`userId:${run}-${n}`));

    it('is as many statements for a thousand signals as for ten, decided in one commit and marked in one', async () => {
      const few = await take(visitors('few', 10));
      const many = await take(visitors('many', 1_000));

      expect(many.statements).toBe(few.statements);
      expect([few.commits, many.commits]).toEqual([2, 2]);
      expect(few.statements).toBeLessThanOrEqual(12);
      expect(published).toHaveLength(1_010);
    });

    it('is one ledger row, its mark, one contact and one message for each decision', async () => {
      const cost = await take(visitors('rows', 100));

      // Inserted, then marked as published; the contact is born, then told of what was sent.
      expect(cost.rows).toEqual({ decision: 200, contact: 200 });
      expect(published).toHaveLength(100);
      expect((await take(visitors('rows', 100))).rows).toEqual({});
    });

    it('is nothing for signals that nobody listens to', async () => {
      const cost = await take([visit('userId:unheard', { subject: 'Product Viewed' })]);

      expect(cost).toEqual({ statements: 0, commits: 0, rows: {} });
    });
  });

  it('finds an absorbed customer under the survivor, whose cap counts for both, and lists what both decided as one', async () => {
    // Names with what arrays of Postgres have to quote.
    const [device, user] = ['anonymousId:{a,"b"}\\c', 'userId:with "quotes", {braces} and \\'] as const;
    await take([visit(device)]);
    await take([visit(user)]);
    await take([merged({ identities: [device, user], number: 2, version: 2 })]);
    const late = visit(device, { number: 2, version: 1 });
    await take([late]);
    await take([late]);

    const rows = await reader.list({ customers: [customerIdOf(user)] }, Number.MAX_SAFE_INTEGER, 10);
    expect(rows.map(({ decision }) => decision.reason)).toEqual(['cap', 'sent', 'sent']);
    expect(await reader.list({ customers: [customerIdOf(device)] }, Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
  });

  it('knows a merge of customers that nobody has written to yet', async () => {
    const [device, user] = ['anonymousId:early', 'userId:early'] as const;
    await take([merged({ identities: [device, user], number: 2, version: 2 })]);
    const both = [device, user];
    await take([
      visit(user, { identities: both, number: 3, version: 2 }),
      visit(user, { identities: both, number: 4, version: 2 }),
    ]);
    await take([visit(device)]);

    const rows = await reader.list({ customers: [customerIdOf(user)] }, Number.MAX_SAFE_INTEGER, 10);
    expect(rows.map(({ decision }) => decision.reason)).toEqual(['cap', 'sent', 'sent']);
  });

  it('leaves each half of a split what its identities caused', async () => {
    const [device, ana, ben] = ['anonymousId:lent', 'userId:ana', 'userId:ben'] as const;
    const both = [device, ana];
    await take([
      visit(device, { identities: both, number: 1, version: 2 }),
      visit(device, { identities: both, number: 2, version: 2 }),
    ]);
    await take([split({ identities: [ana], number: 3, version: 3 })]);
    await take([
      visit(ben, { identities: [device, ben], number: 1, version: 3 }),
      visit(ana, { number: 4, version: 3 }),
    ]);

    const reasons = async (user: Identity) =>
      (await reader.list({ customers: [customerIdOf(user)] }, Number.MAX_SAFE_INTEGER, 10)).map(
        ({ decision }) => decision.reason,
      );
    expect(await reasons(ana)).toEqual(['sent']);
    expect(await reasons(ben)).toEqual(['cap', 'sent', 'sent']);
  });

  it('pauses a campaign that has no words for three customers in a row, and says why until it is saved', async () => {
    const bad = {
      subject: 'Hello',
      body: 'Dear\n{{ customer.id | split: "" | map: "a.b" | first | date: x }}{% for i in (1..99999999) %}{% endfor %}',
    };
    await rules.save('bad', draft({ trigger: { on: 'touchpoint', event: 'Bad' }, content: bad }), 0);
    await rules.setState('bad', 'running');
    await take(['a', 'b', 'c', 'd'].map((name) => visit(`userId:bad-${name}`, { subject: 'Bad' })));

    const rows = await reader.list({ campaign: 'bad' }, Number.MAX_SAFE_INTEGER, 10);
    expect(rows.map(({ action }) => action)).toEqual([null, null, null, null]);
    expect(rows.map(({ decision }) => decision.checks.at(-1)?.detail)).toEqual(
      Array.from({ length: 4 }, () => ({ error: 'memory', field: 'body', line: 2, column: expect.any(Number) })),
    );
    expect(await rules.find('bad')).toMatchObject({ state: 'paused', pausedBecause: { reason: 'content', line: 2 } });

    await take([visit('userId:bad-e', { subject: 'Bad' })]);
    expect(await reader.list({ campaign: 'bad' }, Number.MAX_SAFE_INTEGER, 10)).toHaveLength(4);
    const mended = draft({ trigger: { on: 'touchpoint', event: 'Bad' } });
    expect(await rules.save('bad', mended, 1)).toMatchObject({ state: 'paused', pausedBecause: null });
  });

  it('takes decisions on one customer one at a time, whoever merges it meanwhile', async () => {
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
    await take(batches.shift() as Signal[]);
    await Promise.all(batches.map(async (batch) => decider.decide(batch)));

    const rows = await reader.list({ customers: [customerIdOf(user)] }, Number.MAX_SAFE_INTEGER, 20);
    expect(rows.filter(({ decision }) => decision.reason === 'sent')).toHaveLength(2);
    expect(rows).toHaveLength(8);
  });
});
