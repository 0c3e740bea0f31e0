// Cases of the contract: redelivery and commits.
import { Reader, behind, countTo, message, newTopic, numbered, sleep, until } from '../reader';
import type { Scope } from './scope';

export function redeliveryCases(on: Scope): void {
  describe('redelivery', () => {
    it('brings a rejected batch again, in order, and goes on behind it only when it is done', async () => {
      const topic = await newTopic(on.bus, { partitions: 1 });
      let failures = 3;
      const tried: string[][] = [];
      const reader = await new Reader(on.bus, {
        topic,
        maxBatch: 10,
        handler: async ({ messages }) => {
          tried.push(messages.map(({ value }) => value.toString()));
          if (failures-- > 0) throw new Error('the database is away');
        },
      }).start();

      await on.bus.publish(topic, numbered(25, 1));
      await until(() => reader.seen.length === 25);

      expect(tried.slice(0, 4)).toEqual(Array(4).fill(countTo(10)));
      expect(reader.textsOf('key0')).toEqual(countTo(25));
    });

    it('lets the other partitions go on while one is tried again', async () => {
      const topic = await newTopic(on.bus, { partitions: 2 });
      let broken = true;
      const reader = await new Reader(on.bus, {
        topic,
        concurrency: 1,
        handler: async ({ partition }) => {
          if (partition === 0 && broken) throw new Error('only this one');
        },
      }).start();

      await on.bus.publishToAll(topic, message('', 'first'));
      await until(() => reader.seen.length === 1);
      await on.bus.publishToAll(topic, message('', 'second'));
      await until(() => reader.seen.length === 2);
      expect(reader.seen.map(({ partition }) => partition)).toEqual([1, 1]);

      broken = false;
      await until(() => reader.seen.length === 4);
    });

    it('stores how far it came only when the handler has resolved', async () => {
      const topic = await newTopic(on.bus, { partitions: 1 });
      let release = (): void => undefined;
      const reader = await new Reader(on.bus, {
        topic,
        group: 'g',
        handler: () => new Promise((done) => (release = done)),
      }).start();

      await on.bus.publish(topic, numbered(5, 1));
      await sleep(1_000);
      expect(await behind(on.bus, 'g', topic)).toBe(5n);

      release();
      await until(async () => (await behind(on.bus, 'g', topic)) === 0n);
      expect(reader.seen).toHaveLength(5);
    });

    it('goes on where it stopped', async () => {
      const topic = await newTopic(on.bus);
      const first = await new Reader(on.bus, { topic }).start();
      await on.bus.publish(topic, numbered(100, 9));
      await until(() => first.seen.length === 100);
      await first.stop();

      await on.bus.publish(topic, numbered(40, 9));
      const second = await new Reader(on.open(), { topic }).start();

      await until(() => second.seen.length === 40);
      await sleep(300);
      expect(second.seen).toHaveLength(40);
    });

    it('commits the batch under way when it is stopped', async () => {
      const topic = await newTopic(on.bus, { partitions: 1 });
      let begun = false;
      const slow = async (): Promise<void> => {
        begun = true;
        await sleep(500);
      };
      const reader = await new Reader(on.bus, { topic, group: 'g', maxBatch: 10, handler: slow }).start();
      await on.bus.publish(topic, numbered(30, 1));
      await until(() => begun);

      await reader.stop();

      expect(reader.seen).toHaveLength(10);
      expect(await behind(on.bus, 'g', topic)).toBe(20n);
    });
  });
}
