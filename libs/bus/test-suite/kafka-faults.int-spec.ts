import { Kafka, logLevel } from 'kafkajs';
import { describeWith } from '@segue/testing';
import type { Bus } from '../src/bus';
import { openBus } from '../src/open';
import { chunked, countTo } from './contract';
import { Reader, numbered, sleep, unique, until } from './reader';

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

    const places = (): Set<string> => new Set(live.seen.map(({ partition, offset }) => `${partition}/${offset}`));
    await until(
      () => places().size === PUBLISHES * PER_PUBLISH,
      90_000,
      () => String(places().size),
    );
    const replay = await new Reader(open(), { topic, group: 'replay', maxBatch: 1_000 }).start();
    await until(() => replay.seen.length >= PUBLISHES * PER_PUBLISH, 60_000);
    await sleep(1_000);
    const each = countTo((PUBLISHES * PER_PUBLISH) / KEYS);
    for (let key = 0; key < KEYS; key++) expect(replay.textsOf(`key${key}`)).toEqual(each);
    expect(replay.seen).toHaveLength(PUBLISHES * PER_PUBLISH);
  }, 240_000);
});

/** The node that leads partition 0 of the topic. */
async function leaderOf(brokers: string[], topic: string): Promise<number> {
  const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  await admin.disconnect();
  return topics[0]?.partitions.find(({ partitionId }) => partitionId === 0)?.leader ?? 0;
}
