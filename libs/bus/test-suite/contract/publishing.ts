// Cases of the contract: publishing and reading.
import { partitionOf } from '../../src/partitioner';
import { Reader, behind, chunked, countTo, message, newTopic, numbered, sleep, unique, until } from '../reader';
import type { Scope } from './scope';

export function publishingCases(on: Scope): void {
  describe('publishing and reading', () => {
    it('hands over what was published: key, bytes, headers', async () => {
      const topic = await newTopic(on.bus);
      const reader = await new Reader(on.bus, { topic }).start();

      await on.bus.publish(topic, [
        { key: 'käse', value: Buffer.from([0, 255, 10]), headers: { traceparent: '00-1', b: 'ü' } },
      ]);
      await until(() => reader.seen.length === 1);

      const [received] = reader.batches[0]?.messages ?? [];
      expect(received).toMatchObject({ offset: '0', key: 'käse', headers: { traceparent: '00-1', b: 'ü' } });
      expect([...(received?.value ?? [])]).toEqual([0, 255, 10]);
      expect(reader.batches[0]?.partition).toBe(partitionOf('käse', 3));
    });

    it('keeps the order of a key, over many publishes under way at once', async () => {
      const topic = await newTopic(on.bus);
      const reader = await new Reader(on.bus, { topic }).start();

      await Promise.all(chunked(numbered(3_000, 7), 20).map((messages) => on.bus.publish(topic, messages)));
      await until(() => reader.seen.length === 3_000);

      for (let key = 0; key < 7; key++)
        expect(reader.textsOf(`key${key}`)).toEqual(countTo(Math.ceil((3_000 - key) / 7)));
    });

    it('shows a reader every offset in order while several processes publish to one partition', async () => {
      const topic = await newTopic(on.bus, { partitions: 1 });
      const reader = await new Reader(on.bus, { topic }).start();
      const publishers = [on.bus, on.open(), on.open(), on.open()];

      await Promise.all(
        publishers.map(async (publisher, index) => {
          for (let count = 0; count < 100; count++)
            await publisher.publish(topic, [message(`p${index}`, String(count))]);
        }),
      );
      await until(() => reader.seen.length === 400);

      expect(reader.seen.map(({ offset }) => offset)).toEqual(Array.from({ length: 400 }, (_, offset) => offset));
      for (const index of [0, 1, 2, 3]) expect(reader.textsOf(`p${index}`)).toEqual(countTo(100));
    }, 60_000);

    it('has stored what it says is published', async () => {
      const topic = await newTopic(on.bus);
      const other = on.open();

      await on.bus.publish(topic, numbered(10, 5));

      expect(await behind(other, 'any', topic)).toBe(10n);
    });

    it('starts a new group at the beginning', async () => {
      const topic = await newTopic(on.bus);
      await on.bus.publish(topic, numbered(50, 5));

      const reader = await new Reader(on.bus, { topic, group: unique('late') }).start();

      await until(() => reader.seen.length === 50);
    });

    it('gives every group everything', async () => {
      const topic = await newTopic(on.bus);
      const readers = await Promise.all(['a', 'b'].map((group) => new Reader(on.bus, { topic, group }).start()));

      await on.bus.publish(topic, numbered(100, 10));

      await until(() => readers.every(({ seen }) => seen.length === 100));
    });

    it('never hands over more than maxBatch, nor two batches of a partition at once', async () => {
      const topic = await newTopic(on.bus);
      const underWay = new Set<number>();
      const reader = await new Reader(on.bus, {
        topic,
        maxBatch: 7,
        handler: async ({ partition, messages }) => {
          expect(underWay.has(partition)).toBe(false);
          expect(messages.length).toBeLessThanOrEqual(7);
          underWay.add(partition);
          await sleep(1);
          underWay.delete(partition);
        },
      }).start();

      await on.bus.publish(topic, numbered(500, 11));

      await until(() => reader.seen.length === 500);
    });

    it('refuses a topic that does not exist', async () => {
      await expect(on.bus.publish(unique('nowhere'), [message('a', '1')])).rejects.toThrow('does not exist');
      await expect(new Reader(on.bus, { topic: unique('nowhere') }).start()).rejects.toThrow('does not exist');
      // A driver may wait for a topic that was created a moment ago.
    }, 20_000);

    it('creates topics once, whoever asks, and never changes them', async () => {
      const spec = { name: unique('topic'), partitions: 4, retentionMs: 60_000 };
      const buses = [on.open(), on.open(), on.open()];

      await Promise.all(buses.map((each) => each.ensureTopics([spec])));
      await on.bus.ensureTopics([{ ...spec, partitions: 9 }]);

      expect(await on.bus.lag('any', spec.name)).toHaveLength(4);
    });

    it('puts a mark on every partition, behind what was published before', async () => {
      const topic = await newTopic(on.bus, { partitions: 6 });
      const reader = await new Reader(on.bus, { topic }).start();

      const published = chunked(numbered(600, 50), 30).map((messages) => on.bus.publish(topic, messages));
      await Promise.all([...published, on.bus.publishToAll(topic, message('', 'mark'))]);
      await until(() => reader.seen.length === 606);

      const last = [0, 1, 2, 3, 4, 5].map((partition) =>
        reader.seen.filter((each) => each.partition === partition).at(-1),
      );
      expect(last.map((each) => each?.text)).toEqual(Array(6).fill('mark'));
    });

    it('carries messages of a megabyte and more, and refuses what is too large', async () => {
      const topic = await newTopic(on.bus);
      const reader = await new Reader(on.bus, { topic }).start();

      await on.bus.publish(topic, [
        message('a', 'x'.repeat(3_000_000)),
        message('a', 'y'.repeat(3_000_000)),
        message('a', 'z'),
      ]);
      await expect(on.bus.publish(topic, [message('a', 'w'.repeat(17_000_000))])).rejects.toThrow('over the limit');

      await until(() => reader.seen.length === 3);
      expect(reader.seen.map(({ text }) => text[0])).toEqual(['x', 'y', 'z']);
    }, 60_000);
  });
}
