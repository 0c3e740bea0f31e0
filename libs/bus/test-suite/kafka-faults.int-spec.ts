import { Kafka, logLevel } from 'kafkajs';
import { describeWith } from '@segue/testing';
import type { Bus } from '../src/bus';
import { openBus } from '../src/open';
import { Reader, chunked, countTo, message, numbered, sleep, unique, until } from './reader';

const PARTITIONS = 6;
const KEYS = 24;
const PUBLISHES = 400;
const PER_PUBLISH = 48;

describeWith('cluster', 'the bus on three brokers', (cluster) => {
  const opened: Bus[] = [];
  const open = (): Bus => {
    const bus = openBus({ kafkaBrokers: cluster().brokers, clientId: 'faults', log: () => undefined });
    opened.push(bus);
    return bus;
  };
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((bus) => bus.close()));
  }, 60_000);

  it('loses, doubles and reorders nothing when the leader of a partition is killed under load', async () => {
    const bus = open();
    const topic = unique('faults');
    await bus.ensureTopics([{ name: topic, partitions: PARTITIONS, retentionMs: 3_600_000 }]);
    const live = await new Reader(open(), { topic, group: 'live' }).start();
    const loads = chunked(numbered(PUBLISHES * PER_PUBLISH, KEYS), PER_PUBLISH);

    const publishing = (async () => {
      for (const load of loads) {
        await bus.publish(topic, load);
        await sleep(10);
      }
    })();
    await until(() => live.seen.length > 20 * PER_PUBLISH);
    await cluster().kill(await leaderOf(cluster().brokers, topic));
    await publishing;

    await until(
      () => live.places.size === PUBLISHES * PER_PUBLISH,
      90_000,
      () => String(live.places.size),
    );
    const replay = await new Reader(open(), { topic, group: 'replay', maxBatch: 1_000 }).start();
    await until(() => replay.seen.length >= PUBLISHES * PER_PUBLISH, 60_000);
    await sleep(1_000);
    const each = countTo((PUBLISHES * PER_PUBLISH) / KEYS);
    for (let key = 0; key < KEYS; key++) expect(replay.textsOf(`key${key}`)).toEqual(each);
    expect(replay.seen).toHaveLength(PUBLISHES * PER_PUBLISH);
  }, 240_000);

  it('goes on by itself after all brokers were gone for a while, with every publish that resolved', async () => {
    await cluster().restart();
    const bus = open();
    const topic = unique('outage');
    await bus.ensureTopics([{ name: topic, partitions: 1, retentionMs: 3_600_000 }]);
    const reader = await new Reader(open(), {
      topic,
      stallMs: 20_000,
      onStall: (reason) => stalls.push(reason),
    }).start();
    const stalls: string[] = [];
    const published: string[] = [];
    let over = false;
    const publishing = (async () => {
      for (let count = 0; !over; count++) {
        await bus.publish(topic, [message('a', String(count))]).then(
          () => published.push(String(count)),
          () => undefined,
        );
        await sleep(20);
      }
    })();
    await until(() => reader.seen.length > 20);

    await Promise.all([1, 2, 3].map((node) => cluster().kill(node)));
    await sleep(5_000);
    await cluster().restart();
    const before = published.length;
    await until(() => published.length > before + 50, 90_000);
    over = true;
    await publishing;

    await until(() => reader.textsOf('a').at(-1) === published.at(-1), 60_000);
    const seen = new Set(reader.textsOf('a'));
    expect(published.filter((text) => !seen.has(text))).toEqual([]);
    expect([...seen].map(Number)).toEqual([...seen].map(Number).sort((a, b) => a - b));
    expect(stalls).toEqual([]);
  }, 300_000);
});

/** Returns the id of the node that leads partition 0 of the topic. */
async function leaderOf(brokers: string[], topic: string): Promise<number> {
  const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  await admin.disconnect();
  return topics[0]?.partitions.find(({ partitionId }) => partitionId === 0)?.leader ?? 0;
}
