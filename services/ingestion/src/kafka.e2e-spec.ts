// Two instances of ingestion on a real Kafka, with one Postgres and one Redis between them.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Touchpoint, decode, touchpoints } from '@segue/contracts';
import { type RunningServices, openServices } from '@segue/service';
import { describeWith, postgresForTests, redisForTests } from '@segue/testing';
import { ingestion } from './';

jest.setTimeout(400_000);

const ADMIN = 'an-admin-token-of-tests';

describeWith('kafka', 'two instances of ingestion', (kafka) => {
  let folder: string;
  let instances: RunningServices[] = [];
  const run = randomUUID();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segue-ingestion-'));
    const env = {
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'error',
      DATABASE_URL: (await postgresForTests()).url,
      KAFKA_BROKERS: kafka().brokers.join(','),
      REDIS_URL: (await redisForTests()).url,
      SEGUE_DATA_DIR: folder,
      SEGUE_ADMIN_TOKEN: ADMIN,
      SEGUE_WRITE_KEY: `key-${run}`,
    };
    instances = await Promise.all([1, 2].map(() => openServices([ingestion], { env })));
  });

  afterAll(async () => {
    await Promise.all(instances.map((instance) => instance.close()));
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  });

  const call = (instance: number, path: string, body: object, authorization: string) =>
    fetch(`${instances[instance]?.url}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { authorization, 'content-type': 'application/json' },
    });

  it('keep the order of a customer, and accept the keys that the other one accepts', async () => {
    const made = await call(0, '/api/sources', { name: 'Site', kind: 'public' }, `Bearer ${ADMIN}`);
    const { writeKey } = (await made.json()) as { writeKey: string };

    for (let step = 0; step < 6; step++) {
      const event = { anonymousId: run, event: 'Product Viewed', messageId: `${run}-${step}` };
      const answer = await call(step % 2, '/v1/track', event, `Bearer ${writeKey}`);
      expect(answer.status).toBe(200);
    }

    expect(await readBack(instances[0] as RunningServices, run, 6)).toEqual(
      [0, 1, 2, 3, 4, 5].map((step) => `${run}-${step}`),
    );
  });
});

/** Returns the ids of an anonymous visitor's touchpoints in the order of the log. */
async function readBack({ contexts }: RunningServices, visitor: string, expected: number): Promise<string[]> {
  const ids: string[] = [];
  const subscription = await contexts[0]!.bus.subscribe({
    group: `test-${visitor}`,
    topic: touchpoints.name,
    maxBatch: 1000,
    handler: async ({ messages }) => {
      const read = messages.flatMap(({ value, headers }) =>
        headers.kind === 'mark' ? [] : [decode(touchpoints, value)],
      );
      ids.push(...read.filter(({ identity }: Touchpoint) => identity.endsWith(visitor)).map(({ id }) => id));
    },
  });
  for (let tries = 0; ids.length < expected && tries < 400; tries++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  await subscription.stop();
  return ids;
}
