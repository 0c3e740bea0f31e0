// A store of an earlier version keeps what campaigns subscribe to.
import { type OpenDb, migrate } from '@segue/store';
import { describeWith, freshSchema } from '@segue/testing';
import { scoring } from '..';
import { SegmentInUse } from './edit.faults';
import { ScoringRules } from './rulebook.store';

const SCHEMA = 'scoring_subscription';
const BRAND = { currency: 'USD', zone: 'UTC', protectedTraits: [], rates: null };
const NOW = Date.UTC(2026, 5, 1);
const rule = { version: 1, when: { kind: 'trait', name: 'city', is: 'equal', value: 'Graz' } } as const;

describeWith('postgres', 'subscriptions of an earlier version', (part) => {
  let open: OpenDb;
  let rules: ScoringRules;

  beforeAll(async () => {
    open = await freshSchema(part().url, SCHEMA, scoring.migrations.slice(0, 5));
    await open.query(`
      insert into heard (campaign, version, events, orders, segments) values
        ('hello', 5, array['Visit', 'Mail'], array['refunded'], array['vip']), ('older', 2, array['Visit'], '{}', null)`);
    await migrate(part().url, SCHEMA, scoring.migrations);
    rules = new ScoringRules(open, { now: () => NOW }, BRAND as never);
  }, 60_000);
  afterAll(() => open.close());

  it('are those of the rulebook, and name segments', async () => {
    await rules.saveSegment({ id: 'vip', name: 'VIP', rule });
    const { subscribedEvents, subscribedOrders } = await rules.read();
    expect([...subscribedEvents].sort()).toEqual(['Mail', 'Visit']);
    expect([...subscribedOrders]).toEqual(['refunded']);
    await expect(rules.deleteSegment('vip')).rejects.toThrow(
      new SegmentInUse(['the campaign hello', 'the campaign older']),
    );
    const named = `select from pg_class where relnamespace = '${SCHEMA}'::regnamespace and relname like '%heard%'`;
    expect(await open.query(named, [], 'named')).toEqual([]);
  });

  it('give way to newer definitions alone', async () => {
    const definition = (version: number, touchpoints: string[]) => ({
      ...{ v: 1 as const, campaign: 'hello', version, active: true, touchpoints, orders: [], segments: [] },
      ...{ occurredAt: NOW, recordedAt: NOW, origin: 'live' as const, cause: null },
    });
    await rules.subscribe([definition(4, ['Late'])]);
    expect([...(await rules.read()).subscribedEvents].sort()).toEqual(['Mail', 'Visit']);
    await rules.subscribe([definition(6, ['New'])]);
    expect([...(await rules.read()).subscribedEvents].sort()).toEqual(['New', 'Visit']);
  });
});
