// Cases of the contract: pausing, and detecting stalls.
import { Reader, message, newTopic, numbered, sleep, until } from '../reader';
import type { Scope } from './scope';

export function pausingCases(on: Scope): void {
  describe('pausing', () => {
    it('fetches nothing while paused, then goes on', async () => {
      const topic = await newTopic(on.bus);
      const reader = await new Reader(on.bus, {
        topic,
        stallMs: 1_000,
        onStall: (reason) => stalls.push(reason),
      }).start();
      const stalls: string[] = [];
      await on.bus.publish(topic, numbered(30, 9));
      await until(() => reader.seen.length === 30);

      await reader.subscription?.pause();
      await on.bus.publish(topic, numbered(30, 9));
      await sleep(2_500);
      expect(reader.seen).toHaveLength(30);
      expect(stalls).toEqual([]);

      reader.subscription?.resume();
      await until(() => reader.seen.length === 60);
    });

    it('has no batch under way once pause has resolved', async () => {
      const topic = await newTopic(on.bus);
      let underWay = 0;
      const reader = await new Reader(on.bus, {
        topic,
        maxBatch: 1,
        handler: async () => {
          underWay++;
          await sleep(50);
          underWay--;
        },
      }).start();
      await on.bus.publish(topic, numbered(100, 20));
      await until(() => reader.seen.length > 3);

      await reader.subscription?.pause();
      const seen = reader.seen.length;
      expect(underWay).toBe(0);
      await sleep(400);
      expect(reader.seen).toHaveLength(seen);
    });
  });

  describe('stalling', () => {
    it('reports a handler that never settles, once', async () => {
      const topic = await newTopic(on.bus);
      const stalls: string[] = [];
      let release = (): void => undefined;
      await on.bus.subscribe({
        group: 'g',
        topic,
        maxBatch: 10,
        handler: () => new Promise((done) => (release = done)),
        stallMs: 500,
        onStall: (reason) => stalls.push(reason),
      });
      await on.bus.publish(topic, [message('a', '1')]);

      await until(() => stalls.length > 0);
      await sleep(1_200);

      expect(stalls).toEqual([expect.stringContaining('has not settled')]);
      // A service would end its process now; that of the test goes on.
      release();
    });

    it('does not call slow, failing or idle stalled', async () => {
      const topic = await newTopic(on.bus);
      const stalls: string[] = [];
      let failures = 5;
      const reader = await new Reader(on.bus, {
        topic,
        stallMs: 600,
        onStall: (reason) => stalls.push(reason),
        handler: async () => {
          await sleep(300);
          if (failures-- > 0) throw new Error('not yet');
        },
      }).start();

      await on.bus.publish(topic, [message('a', '1')]);
      await until(() => reader.seen.length === 1);
      await sleep(1_500);

      expect(stalls).toEqual([]);
    }, 30_000);
  });
}
