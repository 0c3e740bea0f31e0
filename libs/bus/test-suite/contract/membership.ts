// Cases of the contract: several members of a group, and members that are killed.
import { MemberProcess, compile } from '../member-process';
import { Reader, behind, chunked, countTo, isOutOfOrder, message, newTopic, numbered, sleep, until } from '../reader';
import type { Scope } from './scope';

export function membershipCases(on: Scope): void {
  describe('sharing', () => {
    it('divides the partitions between members, and again when one leaves', async () => {
      const topic = await newTopic(on.bus, { partitions: 6 });
      const first = await new Reader(on.open(), { topic }).start();
      await on.bus.publishToAll(topic, message('', 'alone'));
      await until(() => first.seen.length === 6);

      const second = await new Reader(on.open(), { topic }).start();
      await until(async () => {
        await on.bus.publishToAll(topic, message('', 'shared'));
        await sleep(200);
        return partitionsOf(second).size === 3;
      }, 30_000);

      await first.stop();
      await until(async () => {
        await on.bus.publishToAll(topic, message('', 'left'));
        await sleep(200);
        return partitionsOf(second).size === 6;
      }, 30_000);
    }, 90_000);

    it('loses nothing and keeps the order of a key while members come and go', async () => {
      const topic = await newTopic(on.bus, { partitions: 6 });
      const readers = [await new Reader(on.open(), { topic, maxBatch: 20 }).start()];
      const publishing = (async () => {
        for (const messages of chunked(numbered(6_000, 12), 50)) {
          await on.bus.publish(topic, messages);
          await sleep(40);
        }
      })();
      await sleep(500);
      readers.push(await new Reader(on.open(), { topic, maxBatch: 20 }).start());
      await sleep(1_500);
      readers.push(await new Reader(on.open(), { topic, maxBatch: 20 }).start());
      await sleep(1_000);
      await readers[0]?.stop();
      await publishing;

      const places = (): number => new Set(readers.flatMap((reader) => [...reader.places])).size;
      await until(
        async () => {
          await sleep(200);
          return places() === 6_000;
        },
        30_000,
        () => String(places()),
      );
      for (const reader of readers) expect(reader.seen.filter(isOutOfOrder)).toEqual([]);
    }, 90_000);
  });

  describe('losing a process', () => {
    const processes: MemberProcess[] = [];
    const member = (group: string, topic: string, hang: boolean): MemberProcess => {
      const process = new MemberProcess({ bus: { clientId: 'member', ...on.driver().options }, group, topic, hang });
      processes.push(process);
      return process;
    };
    beforeAll(compile, 120_000);
    afterEach(async () => {
      await Promise.all(processes.splice(0).map((each) => each.kill()));
    });

    it('brings again what was handled but not stored when the process was killed', async () => {
      const topic = await newTopic(on.bus, { partitions: 1 });
      await on.bus.publish(topic, numbered(30, 1));
      const killed = member('g', topic, true);
      await until(() => killed.seen.length > 0, 30_000);
      await killed.kill();

      const reader = await new Reader(on.bus, { topic, group: 'g' }).start();
      await until(() => reader.seen.length === 30, 30_000);

      expect(reader.textsOf('key0')).toEqual(countTo(30));
    }, 60_000);

    it('serves the group again within 15 s after a member was killed', async () => {
      const topic = await newTopic(on.bus, { partitions: 6 });
      const victim = member('g', topic, false);
      const reader = await new Reader(on.bus, { topic, group: 'g' }).start();
      await until(async () => {
        await on.bus.publishToAll(topic, message('', 'shared'));
        await sleep(200);
        return victim.seen.length > 0 && reader.seen.length > 0;
      }, 30_000);
      await until(async () => (await behind(on.bus, 'g', topic)) === 0n);

      await victim.kill();
      const killedAt = Date.now();
      await on.bus.publishToAll(topic, message('', 'after'));
      const served = (): Set<number> =>
        new Set(reader.seen.filter(({ text }) => text === 'after').map(({ partition }) => partition));
      await until(() => served().size === 6, 30_000);

      expect(Date.now() - killedAt).toBeLessThan(15_000);
    }, 90_000);
  });
}

const partitionsOf = (reader: Reader): Set<number> =>
  new Set(reader.seen.filter(({ text }) => text !== 'alone').map(({ partition }) => partition));
