import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@segue/store';
import { describeWith } from '@segue/testing';
import { Client, Pool } from 'pg';
import type { Bus } from '../src/bus';
import { compact } from '../src/embedded/compaction';
import { type LogTopic, Names, topicsIn } from '../src/embedded/schema';
import { openBus } from '../src/open';
import { Reader, behind, chunked, countTo, message, newTopic, numbered, sleep, until } from './reader';

const SCHEMA = 'bus_faults';
const names = new Names(SCHEMA);

describeWith('postgres', 'the embedded bus, looked at from below', (postgres) => {
  const opened: Bus[] = [];
  const open = (): Bus => {
    const bus = openBus({ databaseUrl: postgres().url, schema: SCHEMA, clientId: 'faults', log: () => undefined });
    opened.push(bus);
    return bus;
  };
  let bus: Bus;
  let pool: Pool;
  beforeEach(() => {
    bus = open();
    pool = new Pool({ connectionString: postgres().url });
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((each) => each.close()));
    await pool.end();
  });

  const topicNamed = async (name: string): Promise<LogTopic> =>
    (await topicsIn(pool, names)).find((topic) => topic.name === name) as LogTopic;

  it('lets no publisher commit before one that has lower offsets, and no reader pass it', async () => {
    const topic = await newTopic(bus, { partitions: 1 });
    await bus.publish(topic, [message('a', 'before')]);
    const reader = await new Reader(bus, { topic }).start();
    await until(() => reader.seen.length === 1);
    const { id } = await topicNamed(topic);
    const blocker = new Client({ connectionString: postgres().url });
    await blocker.connect();

    // The first publisher has its offsets and cannot write its row; the second comes after it.
    await blocker.query(`begin; lock table ${names.log(id)} in share mode`);
    const first = open().publish(topic, [message('a', 'first')]);
    await until(async () => (await waiting(pool, `append_${id}`)) === 1);
    const second = open().publish(topic, [message('a', 'second')]);
    await until(async () => (await waiting(pool, `append_${id}`)) === 2);
    await sleep(300);
    expect(reader.seen).toHaveLength(1);

    await blocker.query('commit');
    await blocker.end();
    await Promise.all([first, second]);
    await until(() => reader.seen.length === 3);
    expect(reader.seen.map(({ text, offset }) => `${offset} ${text}`)).toEqual(['0 before', '1 first', '2 second']);
  });

  it('never deadlocks publishers of several partitions', async () => {
    const topic = await newTopic(bus, { partitions: 6 });
    const loads = chunked(numbered(2_400, 30), 12);

    await Promise.all(
      [open(), open(), open(), open()].map(async (each) => {
        for (const load of loads) await each.publish(topic, load);
      }),
    );

    expect(await behind(bus, 'nobody', topic)).toBe(9_600n);
  });

  it('refuses the commit of an owner whose lease another has taken', async () => {
    const topic = await newTopic(bus, { partitions: 1 });
    const { id } = await topicNamed(topic);
    let release = (): void => undefined;
    let calls = 0;
    await bus.subscribe({
      group: 'g',
      topic,
      maxBatch: 10,
      handler: () => {
        calls++;
        return new Promise((done) => (release = done));
      },
    });
    await bus.publish(topic, [message('a', '1')]);
    await until(() => calls === 1);

    await pool.query(`update ${names.table('progress')} set owner = 'another', epoch = epoch + 1 where topic_id = $1`, [
      id,
    ]);
    release();
    await sleep(300);

    expect(await behind(bus, 'g', topic)).toBe(1n);
    // The other member sends no heartbeat: the partition is reassigned and the message delivered
    // again.
    await until(() => calls === 2, 15_000);
    release();
    await until(async () => (await behind(bus, 'g', topic)) === 0n);
  }, 30_000);

  it('keeps the last record of every key in a compacted topic, and every offset', async () => {
    const topic = await newTopic(bus, { partitions: 1, retentionMs: null });
    const updates = Array.from({ length: 5_000 }, (_, index) => message(`key${index % 7}`, String(index)));
    for (const load of chunked(updates, 100)) await bus.publish(topic, load);

    const removed = await compact(pool, names, await topicNamed(topic));

    expect(removed).toBe(4_993);
    const reader = await new Reader(bus, { topic, group: 'new' }).start();
    await until(() => reader.seen.length === 7);
    expect(reader.seen.map(({ key, text, offset }) => `${key} ${text} ${offset}`)).toEqual(
      updates.slice(-7).map(({ key, value }) => `${key} ${value.toString()} ${value.toString()}`),
    );
    await until(async () => (await behind(bus, 'new', topic)) === 0n);

    await bus.publish(topic, [message('key0', 'newest')]);
    await until(() => reader.textsOf('key0').at(-1) === 'newest');
    expect(await compact(pool, names, await topicNamed(topic))).toBe(0);
  }, 60_000);

  it('drops a child table with all that is in it, once its time is up', async () => {
    const topic = await newTopic(bus, { partitions: 1, retentionMs: 2_000 });
    const { id } = await topicNamed(topic);
    const children = async (): Promise<string[]> => {
      const { rows } = await pool.query<{ name: string }>(
        `select inhrelid::regclass::text as name from pg_inherits where inhparent = $1::regclass order by 1`,
        [names.log(id)],
      );
      return rows.map(({ name }) => name);
    };
    const [oldest] = await children();
    await bus.publish(topic, numbered(10, 1));

    await until(async () => !(await children()).includes(oldest as string), 20_000);

    expect((await children()).length).toBeGreaterThanOrEqual(3);
    await until(async () => (await behind(bus, 'nobody', topic)) === 0n, 20_000);
  }, 60_000);
});

describe('the embedded bus over a crash of Postgres', () => {
  it('has every publish that resolved, and goes on by itself', async () => {
    const home = await mkdtemp(join(tmpdir(), 'bus-crash-'));
    const postgres = await startEmbeddedPostgres(home);
    const bus = openBus({ databaseUrl: postgres.url, clientId: 'crash', log: () => undefined });
    try {
      const topic = await newTopic(bus, { partitions: 1 });
      const reader = await new Reader(bus, { topic }).start();
      const published: string[] = [];
      let rejected = 0;
      const publishing = (async () => {
        for (let count = 0; count < 600; count++) {
          await bus.publish(topic, [message('a', String(count))]).then(
            () => published.push(String(count)),
            () => rejected++,
          );
          await sleep(5);
        }
      })();
      await until(() => reader.seen.length > 50);

      const pid = Number.parseInt(await readFile(join(home, 'postgres', 'data', 'postmaster.pid'), 'utf8'), 10);
      process.kill(pid, 'SIGKILL');
      await publishing;

      expect(rejected).toBeGreaterThan(0);
      await until(() => reader.textsOf('a').at(-1) === '599', 90_000);
      const seen = new Set(reader.textsOf('a'));
      expect(published.filter((text) => !seen.has(text))).toEqual([]);
      expect([...seen].map(Number)).toEqual([...seen].map(Number).sort((a, b) => a - b));
      expect(published.length + rejected).toBe(countTo(600).length);
    } finally {
      await bus.close();
      await postgres.close();
      await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
    }
  }, 120_000);
});

/** Returns the number of publishers that wait for a lock inside this function. */
async function waiting(pool: Pool, appendFunction: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and query like $1`,
    [`select ${SCHEMA}.${appendFunction}(%`],
  );
  return rows[0]?.count ?? 0;
}
