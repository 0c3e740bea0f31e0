// The time of a service on a real Postgres and a real log.
import { randomUUID } from 'node:crypto';
import { type Bus, openBus } from '@segue/bus';
import type { TimeMark } from '@segue/contracts';
import { type OpenDb, migrate, openDb } from '@segue/store';
import { closeParts, postgresForTests } from '@segue/testing';
import { CreateServiceTables1700000000000 } from '../runtime/service-tables';
import { ServiceTime, type ServiceTimeOptions } from './service-time';

jest.setTimeout(60_000);

const PARTITIONS = 3;

describe('the time of a service', () => {
  let url: string;
  let bus: Bus;
  let db: OpenDb;
  let wall: number;
  let input: string;
  let output: string;
  const group = 'scoring';
  const times: ServiceTime[] = [];

  beforeAll(async () => {
    url = (await postgresForTests()).url;
  });

  afterAll(() => closeParts());

  beforeEach(async () => {
    const name = randomUUID().slice(0, 8);
    const schema = `time_${name}`;
    [input, output] = [`in-${name}`, `out-${name}`];
    await migrate(url, schema, [CreateServiceTables1700000000000]);
    db = openDb({ url, schema });
    bus = openBus({ databaseUrl: url, schema: `bus_${name}`, clientId: 'test' });
    await bus.ensureTopics(
      [input, output].map((topic) => ({ name: topic, partitions: PARTITIONS, retentionMs: null })),
    );
    wall = 1_000_000;
  });

  afterEach(async () => {
    for (const time of times.splice(0)) await time.stop();
    await bus.close();
    await db.close();
  });

  /** Returns another instance of the service on the same tables. */
  const instance = (over: Partial<ServiceTimeOptions> = {}) => {
    const clock = { now: () => (wall += 1000) };
    const time = new ServiceTime({ db, bus, clock, group, input, output, log: () => undefined, ...over });
    times.push(time);
    return time;
  };

  const batch = (partition: number, recordedAt: number[], mark: TimeMark | null = null) => ({
    topic: input,
    messages: recordedAt.map((at, place) => ({
      value: { recordedAt: at },
      partition,
      offset: String(place),
      key: 'k',
      headers: {},
    })),
    marks: mark ? [{ partition, mark }] : [],
  });

  const marksPassedOn = async () => {
    const seen: { partition: number; at: number; last: boolean }[] = [];
    const subscription = await bus.subscribe({
      group: 'next',
      topic: output,
      maxBatch: 100,
      handler: async ({ partition, messages }) => {
        for (const { value } of messages) seen.push({ partition, ...JSON.parse(value.toString()) });
      },
    });
    return { seen, stop: () => subscription.stop() };
  };

  const until = async (holds: () => boolean) => {
    for (let tries = 0; tries < 100 && !holds(); tries++) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(holds()).toBe(true);
  };

  it('is the wall clock while nothing is unread, and that of the last message handled while something is', async () => {
    const time = instance();
    expect(await time.read()).toMatchObject({ now: 1_002_000, mode: 'wall' });

    await bus.publish(input, [{ key: 'a', value: Buffer.from('{}') }]);
    const late = instance();
    expect(await late.read()).toMatchObject({ now: 0, mode: 'wall' });
    for (let partition = 0; partition < PARTITIONS; partition++) await late.noteBatch(batch(partition, [500, 700]));
    await late.stop();

    // An instance reads the progress of another one, and its own time never goes back.
    expect(await instance().read()).toMatchObject({ now: 700, mode: 'wall' });
    expect((await time.read()).now).toBe(1_002_000);
  });

  it('is the least mark in a replay, passed on when all due before it has fired, and the wall clock after the last', async () => {
    const next = await marksPassedOn();
    const fired: number[] = [];
    const time = instance();
    time.firesDue(async (until) => void fired.push(until));

    await time.noteBatch(batch(0, [1], { v: 1, at: 50, last: false }));
    await time.noteBatch(batch(1, [1], { v: 1, at: 40, last: false }));
    expect(await time.read()).toMatchObject({ now: 0, mode: 'stream' });
    await time.noteBatch(batch(2, [1], { v: 1, at: 60, last: false }));
    await until(() => next.seen.length === PARTITIONS);
    expect(await time.read()).toMatchObject({ now: 40, mode: 'stream' });
    expect(fired).toEqual([40]);

    for (let partition = 0; partition < PARTITIONS; partition++) {
      await time.noteBatch(batch(partition, [], { v: 1, at: 90, last: true }));
    }
    await until(() => next.seen.some(({ last }) => last));
    await until(() => next.seen.filter(({ last }) => last).length === PARTITIONS);
    for (let tries = 0; tries < 50 && (await time.read()).mode === 'stream'; tries++)
      await new Promise((r) => setTimeout(r, 50));

    const after = await time.read();
    expect(after.mode).toBe('wall');
    // Due times between the end of the replay and this instant are history.
    expect(after.historyUntil).toBeGreaterThan(1_000_000);
    expect(
      next.seen
        .filter(({ last }) => last)
        .map(({ partition }) => partition)
        .sort(),
    ).toEqual([0, 1, 2]);
    expect(Math.max(...fired)).toBe(90);
    await next.stop();
  });

  it('passes a mark on after a crash in between, from what is stored', async () => {
    const next = await marksPassedOn();
    const crashing = instance({
      bus: { ...bus, lag: bus.lag.bind(bus), publishToAll: () => Promise.reject(new Error('gone')) },
    });
    for (let partition = 0; partition < PARTITIONS; partition++) {
      await crashing.noteBatch(batch(partition, [], { v: 1, at: 70, last: false }));
    }
    await crashing.stop();
    expect(next.seen).toEqual([]);

    const revived = instance();
    revived.start();

    await until(() => next.seen.length === PARTITIONS);
    expect(next.seen.map(({ at }) => at)).toEqual([70, 70, 70]);
    await next.stop();
  });

  it('does not pass a mark on while what is due cannot be fired', async () => {
    const next = await marksPassedOn();
    let broken = true;
    const time = instance();
    time.firesDue(async () => {
      if (broken) throw new Error('no database');
    });
    for (let partition = 0; partition < PARTITIONS; partition++) {
      await time.noteBatch(batch(partition, [], { v: 1, at: 70, last: false }));
    }
    await expect(time.relayMarks()).rejects.toThrow('no database');
    broken = false;
    await time.relayMarks();
    // The next round may forward the mark as well.
    await until(() => new Set(next.seen.map(({ partition }) => partition)).size === PARTITIONS);
    await next.stop();
  });
});
