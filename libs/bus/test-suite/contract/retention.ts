// Cases of the contract: retention, lag, and a large number of messages.
import { Reader, behind, chunked, isOutOfOrder, message, newTopic, numbered, until } from '../reader';
import type { Scope } from './scope';

export function retentionCases(on: Scope): void {
  describe('keeping', () => {
    it('goes on at the first message that is kept when a group lagged behind the retention', async () => {
      const topic = await newTopic(on.bus, { partitions: 1, retentionMs: 2_000 });
      const before = await new Reader(on.bus, { topic, group: 'g' }).start();
      await on.bus.publish(topic, [message('a', 'read')]);
      await until(async () => (await behind(on.bus, 'g', topic)) === 0n);
      await before.stop();

      await on.bus.publish(topic, [message('a', 'missed'), message('a', 'missed too')]);
      expect(await behind(on.bus, 'g', topic)).toBe(2n);
      // Expired records are dropped from time to time, by whole spans of time.
      await until(async () => (await behind(on.bus, 'g', topic)) === 0n, 90_000);

      await on.bus.publish(topic, [message('a', 'kept')]);
      const after = await new Reader(on.bus, { topic, group: 'g' }).start();
      await until(() => after.seen.length > 0);
      expect(after.seen).toEqual([{ partition: 0, offset: 3, key: 'a', text: 'kept' }]);
    }, 120_000);
  });

  describe('lag', () => {
    it('says where the group stands in every partition, whoever serves it', async () => {
      const topic = await newTopic(on.bus);
      await on.bus.publish(topic, numbered(30, 9));
      expect(await behind(on.bus, 'nobody', topic)).toBe(30n);

      const reader = await new Reader(on.bus, { topic, group: 'g' }).start();
      await until(() => reader.seen.length === 30);

      await until(async () => (await behind(on.open(), 'g', topic)) === 0n);
      expect((await on.bus.lag('g', topic)).map(({ partition }) => partition)).toEqual([0, 1, 2]);
    });
  });

  it('carries 100 thousand messages, each once and in order', async () => {
    const topic = await newTopic(on.bus, { partitions: 6 });
    const reader = await new Reader(on.open(), { topic, maxBatch: 1_000 }).start();

    for (const messages of chunked(numbered(100_000, 1_000), 1_000)) await on.bus.publish(topic, messages);
    await until(() => reader.seen.length >= 100_000, 60_000);

    expect(reader.seen).toHaveLength(100_000);
    expect(reader.seen.filter(isOutOfOrder)).toEqual([]);
    for (let key = 0; key < 1_000; key++) expect(reader.textsOf(`key${key}`)).toHaveLength(100);
  }, 120_000);
}
