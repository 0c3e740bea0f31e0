// Services are killed between commit and publish: their tables hold unpublished results. The test
// locks the log's counter rows of a topic, so that the service commits and then waits to publish;
// there it is killed, and its waiting sessions are ended.
import { randomUUID } from 'node:crypto';
import { customerIdOf } from '@segue/contracts';
import { describeWith } from '@segue/testing';
import { Client } from 'pg';
import type { LifeEvent } from '../e2e/src/lives';
import { Receiver } from '../e2e/src/receiver';
import { eventually, openTheShop } from '../e2e/src/stage';
import { System } from '../e2e/src/system';

const PATIENCE_MS = 180_000;

// Every append locks the counter of its partition first.
const HOLD = `
  select 1 from bus.partition where topic_id in (select id from bus.topic where name = any($1)) order by topic_id, partition for update`;
const ENDS = `
  select coalesce(sum(next_offset), 0)::int as ends from bus.partition where topic_id in (select id from bus.topic where name = any($1))`;
const WAITING = `select pid from pg_stat_activity where wait_event_type = 'Lock' and query like '%append%'`;
const END_WAITING = `select pg_terminate_backend(pid) from (${WAITING}) as waiting`;

interface Torn {
  /** The topics to which the service is about to publish. */
  topics: string[];
  /** SQL that returns rows once the service has committed unpublished results. */
  committed: string;
  about: string;
}

const MOMENTS: Record<string, Torn> = {
  profile: {
    topics: ['profiles', 'consents'],
    committed: 'select 1 from profile.timeline where identity = $1',
    about: 'userId:profile',
  },
  scoring: {
    topics: ['signals'],
    committed: 'select 1 from scoring.unpublished where customer_id = $1',
    about: customerIdOf('userId:scoring'),
  },
  campaign: {
    topics: ['actions'],
    committed: 'select 1 from campaign.unpublished where identity = $1',
    about: 'userId:campaign',
  },
};

describeWith('postgres', 'a crash between commit and publish', () => {
  let system: System;
  let receiver: Receiver;
  let client: Client;

  beforeAll(async () => {
    [system, receiver] = await Promise.all([System.standalone(), Receiver.open()]);
    client = new Client({ connectionString: system.databaseUrl });
    await client.connect();
    await openTheShop(system, receiver);
    await system.clientOf('ingestion').send(lifeOf('calm'));
    await system.quiet();
  }, PATIENCE_MS);
  afterAll(async () => {
    await client?.end();
    await system?.close();
    await receiver?.close();
  }, PATIENCE_MS);

  it.each(Object.keys(MOMENTS))(
    'of %s loses nothing and does nothing twice',
    async (name) => {
      await torn(MOMENTS[name] as Torn, lifeOf(name));

      expect(await endOf(name)).toEqual(await endOf('calm'));
      expect((await endOf(name)).effects).toEqual(['thank-you', 'welcome']);
    },
    PATIENCE_MS,
  );

  it(
    'of profile is made good for the customer who lost an identity, of whom no redelivery tells',
    async () => {
      const anonymousId = 'shared-device';
      const device = `anonymousId:${anonymousId}`;
      const named = (userId: string, at: number): LifeEvent => ({
        type: 'identify',
        userId,
        anonymousId,
        messageId: randomUUID(),
        timestamp: new Date(at).toISOString(),
      });
      await system.clientOf('ingestion').send([named('borrower', Date.now())]);
      await system.quiet();
      expect(await identitiesIn('borrower')).toEqual([device, 'userId:borrower']);

      // A link with an earlier time arrives late and moves the identity.
      await torn(
        {
          topics: ['profiles'],
          committed: 'select 1 from profile.customer where unpublished and customer_id = $1',
          about: customerIdOf('userId:borrower'),
        },
        [named('owner', Date.now() - 3_600_000)],
      );

      expect(await identitiesIn('borrower')).toEqual(['userId:borrower']);
      expect(await identitiesIn('owner')).toEqual([device, 'userId:owner']);
    },
    PATIENCE_MS,
  );

  async function torn({ topics, committed, about }: Torn, life: readonly LifeEvent[]): Promise<void> {
    const { rows: before } = await client.query(ENDS, [topics]);
    const holder = new Client({ connectionString: system.databaseUrl });
    await holder.connect();
    await holder.query('begin');
    await holder.query(HOLD, [topics]);
    await system.clientOf('ingestion').send(life);
    await eventually(async () => {
      expect((await client.query(committed, [about])).rows.length).toBeGreaterThan(0);
      expect((await client.query(WAITING)).rows.length).toBeGreaterThan(0);
    });
    await system.kill('standalone');
    await client.query(END_WAITING);
    await holder.end();
    expect((await client.query(ENDS, [topics])).rows).toEqual(before);
    await system.start('standalone');
    await system.quiet();
  }

  /** Returns the end state of a customer, without identities. */
  async function endOf(userId: string) {
    const customer = customerIdOf(`userId:${userId}`);
    const words = async (sql: string) =>
      (await client.query<{ word: string }>(sql, [customer])).rows.map(({ word }) => word);
    const profile = (await system.clientOf('profile').get(`/api/customers/${customer}`)) as {
      orders: number;
      money: object;
    };
    const effects = [...receiver.effects.values()].filter((body) => body.includes(`"userId:${userId}"`));
    return {
      known: [profile.orders, profile.money],
      transitions: await words(
        `select concat_ws(' ', kind, subject, body::json->>'from', body::json->>'to') as word from scoring.transition as known
         where customer_id = $1 and not exists (
           select from scoring.unpublished where customer_id = known.customer_id and number = known.number) order by number`,
      ),
      decisions: await words(
        `select concat_ws(' ', campaign, leg, outcome, reason) as word from campaign.decision join campaign.contact using (identity)
         where customer_id = $1 and not exists (
           select from campaign.unpublished where identity = decision.identity and number = decision.number)
         order by campaign, cause`,
      ),
      deliveries: await words(
        `select concat_ws(' ', campaign, status, reason) as word from delivery.delivery where customer_id = $1 order by campaign`,
      ),
      effects: effects.map((body) => (JSON.parse(body) as { data: { campaign: string } }).data.campaign).sort(),
    };
  }

  async function identitiesIn(userId: string): Promise<string[]> {
    const { rows } = await client.query<{ state: string }>(
      'select state from scoring.standing where customer_id = $1',
      [customerIdOf(`userId:${userId}`)],
    );
    return (JSON.parse(rows[0]?.state ?? '{"identities":[]}') as { identities: string[] }).identities;
  }
});

/** Returns the events of a customer who grants consent and reaches a tier by a purchase. */
function lifeOf(userId: string): LifeEvent[] {
  const event = (name: string, properties: Record<string, unknown>): LifeEvent => ({
    type: 'track',
    event: name,
    userId,
    messageId: randomUUID(),
    timestamp: new Date().toISOString(),
    properties,
  });
  return [
    event('Consent Granted', { channel: 'webhook' }),
    event('Order Completed', { order_id: randomUUID(), total: '5000.00' }),
  ];
}
