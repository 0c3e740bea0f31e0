// Cuts the connection at every await of the hot path on Postgres, Redis and the broker: before the
// request arrives, and after, so that its answer is lost. No process ends, nothing is lost, nothing
// is done twice. The awaits are taken from the traffic of the services, not from a list.
import { randomUUID } from 'node:crypto';
import { CuttingProxy, type Moment, describeWith } from '@segue/testing';
import { Receiver } from '../e2e/src/receiver';
import { openTheShop } from '../e2e/src/stage';
import { SERVICES } from '@segue/contracts';
import { pause } from '../e2e/src/pause';
import { System } from '../e2e/src/system';

const PATIENCE_MS = 400_000;
/** Milliseconds in which a statement of the hot path is sent again. */
const CUT_WITHIN_MS = 3_000;
/** Milliseconds in which a client of Redis reconnects. */
const RECONNECTED_MS = 1_000;
/** Keys of requests in the Kafka protocol: Produce, Fetch, OffsetCommit, Heartbeat. */
const KAFKA_REQUESTS = { produce: 0, fetch: 1, 'offset commit': 8, heartbeat: 12 } as const;

/**
 * Yields the names of prepared statements in what a client sends (Parse: `P`, length, name, zero).
 */
function* statementsIn(chunk: Buffer): Generator<string> {
  for (let at = 0; at + 5 < chunk.length;) {
    const length = chunk.readInt32BE(at + 1);
    if (chunk[at] === 0x50) {
      const name = chunk.toString('latin1', at + 5, chunk.indexOf(0, at + 5));
      if (name !== '') yield name;
    }
    if (length < 4) return;
    at += 1 + length;
  }
}

/**
 * Yields the commands of Redis in what a client sends: an array of bulk strings, the name first.
 */
function* commandsIn(chunk: Buffer): Generator<string> {
  for (const [, name] of chunk.toString('latin1').matchAll(/\*\d+\r\n\$\d+\r\n([a-z]+)\r\n/gi)) {
    yield (name as string).toLowerCase();
  }
}

const moments: readonly Moment[] = ['before', 'after'];

function shop(kind: 'standalone' | 'on Kafka', redisUrl: () => string) {
  let database: CuttingProxy;
  let redis: CuttingProxy;
  let broker: CuttingProxy | undefined;
  let system: System;
  let receiver: Receiver;
  const statements = new Set<string>();
  const commands = new Set<string>();
  const orders = new Map<string, number>();
  let processes: (number | undefined)[];

  const names = kind === 'standalone' ? ['standalone'] : [...SERVICES];
  const pids = () => names.map((name) => system.pidOf(name));

  beforeAll(async () => {
    receiver = await Receiver.open();
    const through = {
      database: async (url: URL) => {
        const target = { host: url.hostname, port: Number(url.port) };
        database = await CuttingProxy.to(() => target);
        database.onSent = (chunk) => {
          for (const name of statementsIn(chunk)) statements.add(name);
        };
        const reached = new URL(url);
        reached.hostname = '127.0.0.1';
        reached.port = String(database.port);
        return reached;
      },
      broker: async (port: () => number) => {
        broker = await CuttingProxy.to(() => ({ host: '127.0.0.1', port: port() }));
        return broker;
      },
    };
    const direct = new URL(redisUrl());
    redis = await CuttingProxy.to(() => ({ host: direct.hostname, port: Number(direct.port) }));
    redis.onSent = (chunk) => {
      for (const name of commandsIn(chunk)) commands.add(name);
    };
    const options = { through, env: { REDIS_URL: `redis://127.0.0.1:${redis.port}` } };
    system = await (kind === 'standalone' ? System.standalone(options) : System.onKafka(options));
    await openTheShop(system, receiver);
    await buy('warm');
    await system.quiet();
    statements.clear();
    // A connection prepares a statement once; new connections prepare all of them again.
    database.cutAll();
    await buy('warm');
    await system.quiet();
    processes = pids();
  }, PATIENCE_MS);

  afterAll(async () => {
    await system?.close();
    await database?.close();
    await redis?.close();
    await broker?.close();
    await receiver?.close();
  }, PATIENCE_MS);

  /** Sends one order until ingestion has accepted it. */
  async function buy(customer: string): Promise<void> {
    const userId = `${kind}-${customer}`.replaceAll(' ', '-');
    const events = [
      { type: 'track', event: 'Consent Granted', userId, messageId: randomUUID(), properties: { channel: 'webhook' } },
      { type: 'track', event: 'Store Visited', userId, messageId: randomUUID(), properties: {} },
      {
        type: 'track',
        event: 'Order Completed',
        userId,
        messageId: randomUUID(),
        properties: { order_id: randomUUID(), total: '10.00' },
      },
    ];
    orders.set(userId, (orders.get(userId) ?? 0) + 1);
    for (;;) {
      const sent = await system
        .clientOf('ingestion')
        .send(events as never)
        .then(() => true)
        .catch(() => false);
      if (sent) return;
      await pause(100);
    }
  }

  async function cutAt(
    proxy: CuttingProxy,
    what: Parameters<CuttingProxy['arm']>[0],
    moment: Moment,
    customer: string,
  ): Promise<boolean> {
    const before = proxy.cutCount;
    proxy.arm(what, moment);
    await buy(customer);
    for (const until = Date.now() + CUT_WITHIN_MS; proxy.cutCount === before && Date.now() < until;) await pause(10);
    proxy.disarm();
    return proxy.cutCount > before;
  }

  it(
    'goes on when Postgres cuts it off at any statement',
    async () => {
      const cut: string[] = [];
      for (const name of [...statements].sort()) {
        for (const moment of moments) if (await cutAt(database, name, moment, 'cut')) cut.push(`${name} ${moment}`);
      }
      // Statements on the path of every touchpoint.
      const names = ['lock-customers', 'change-identities', 'add-timeline', 'add-unpublished', 'mark-published'];
      for (const name of [...names, 'add-decisions', 'file', 'record-results']) {
        expect(cut).toEqual(expect.arrayContaining([`${name} before`, `${name} after`]));
      }
      await system.quiet();
      expect(pids()).toEqual(processes);
    },
    PATIENCE_MS,
  );

  it(
    'goes on when Postgres ends all sessions again and again',
    async () => {
      for (let times = 0; times < 10; times++) {
        await buy('ended');
        await pause(times * 7);
        database.cutAll();
      }
      await system.quiet();
      expect(pids()).toEqual(processes);
    },
    PATIENCE_MS,
  );

  it(
    'goes on when Redis cuts it off at any command, and while Redis is gone',
    async () => {
      const cut: string[] = [];
      for (const name of [...commands].sort()) {
        const isIt = (chunk: Buffer) => [...commandsIn(chunk)].includes(name);
        for (const moment of moments) {
          if (await cutAt(redis, isIt, moment, 'redis')) cut.push(`${name} ${moment}`);
          await pause(RECONNECTED_MS);
        }
      }
      // Each request spends from the source's allowance.
      expect(cut).toEqual(expect.arrayContaining(['eval before', 'eval after']));
      redis.refuse(true);
      redis.cutAll();
      for (let times = 0; times < 5; times++) await buy('without redis');
      await system.quiet();
      redis.refuse(false);
      await buy('redis again');
      await system.quiet();
      expect(pids()).toEqual(processes);
    },
    PATIENCE_MS,
  );

  if (kind === 'on Kafka') {
    it(
      'goes on when the broker cuts it off at any kind of request',
      async () => {
        const cut = new Set<string>();
        for (const [name, key] of Object.entries(KAFKA_REQUESTS)) {
          for (const moment of moments) {
            for (let times = 0; times < 2; times++)
              if (await cutAt(broker as CuttingProxy, requestOf(key), moment, 'broker')) cut.add(`${name} ${moment}`);
          }
        }
        for (const name of ['produce', 'fetch', 'offset commit'])
          expect([...cut]).toEqual(expect.arrayContaining([`${name} before`, `${name} after`]));
        await system.quiet();
        expect(pids()).toEqual(processes);
      },
      PATIENCE_MS,
    );
  }

  it(
    'has lost nothing and done nothing twice in the end',
    async () => {
      await system.quiet();
      for (const [userId, count] of orders) {
        const customer = (await system.clientOf('profile').get(`/api/customers/userId:${userId}`)) as {
          orders: number;
        };
        expect({ userId, orders: customer.orders }).toEqual({ userId, orders: count });
        // Before the messages are counted, so that one that was held back says why.
        const timeline = (await system
          .clientOf('profile')
          .get(`/api/customers/userId:${userId}/timeline?limit=200`)) as {
          items: { event: string; properties: object }[];
        };
        expect(timeline.items.filter(({ event }) => event === 'Message Held Back')).toEqual([]);
      }
      const visits = [...receiver.effects.values()].filter((body) => body.includes('"visit"'));
      expect(visits).toHaveLength([...orders.values()].reduce((sum, count) => sum + count, 0));
    },
    PATIENCE_MS,
  );
}

/** Matches chunks that begin with a request: its length (32 bits), then its key (16 bits). */
const requestOf =
  (key: number): ((chunk: Buffer) => boolean) =>
  (chunk) =>
    chunk.length > 8 && chunk.readInt16BE(4) === key;

describeWith('redis', 'standalone, with connections cut', (part) => shop('standalone', () => part().url));
describeWith('ownKafka', 'the services on Kafka', () =>
  describeWith('redis', 'with connections cut', (part) => shop('on Kafka', () => part().url)),
);
