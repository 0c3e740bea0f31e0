// The contract of a driver as tests, which every driver runs (`*.int-spec.ts` beside this file).
import type { Bus } from '../src/bus';
import type { Log } from '../src/log';
import { type BusOptions, openBus } from '../src/open';
import { partitionOf } from '../src/partitioner';
import { MemberProcess, compile } from './member-process';
import { Reader, behind, message, newTopic, numbered, sleep, unique, until } from './reader';

export interface Driver {
  /** Options of a bus; in these tests each bus stands for another process. */
  options: Omit<BusOptions, 'clientId'>;
}

export function busContract(driver: () => Driver): void {
  const opened: Bus[] = [];
  const open = (): Bus => {
    const bus = openBus({ clientId: 'contract', log: quietly, ...driver().options });
    opened.push(bus);
    return bus;
  };
  let bus: Bus;
  beforeEach(() => {
    bus = open();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((each) => each.close()));
  }, 60_000);

  describe('publishing and reading', () => {
    it('hands over what was published: key, bytes, headers', async () => {
      const topic = await newTopic(bus);
      const reader = await new Reader(bus, { topic }).start();

      await bus.publish(topic, [
        { key: 'käse', value: Buffer.from([0, 255, 10]), headers: { traceparent: '00-1', b: 'ü' } },
      ]);
      await until(() => reader.seen.length === 1);

      const [received] = reader.batches[0]?.messages ?? [];
      expect(received).toMatchObject({ offset: '0', key: 'käse', headers: { traceparent: '00-1', b: 'ü' } });
      expect([...(received?.value ?? [])]).toEqual([0, 255, 10]);
      expect(reader.batches[0]?.partition).toBe(partitionOf('käse', 3));
    });

    it('keeps the order of a key, over many publishes under way at once', async () => {
      const topic = await newTopic(bus);
      const reader = await new Reader(bus, { topic }).start();

      await Promise.all(chunked(numbered(3_000, 7), 20).map((messages) => bus.publish(topic, messages)));
      await until(() => reader.seen.length === 3_000);

      for (let key = 0; key < 7; key++)
        expect(reader.textsOf(`key${key}`)).toEqual(countTo(Math.ceil((3_000 - key) / 7)));
    });

    it('shows a reader every offset in order while several processes publish to one partition', async () => {
      const topic = await newTopic(bus, { partitions: 1 });
      const reader = await new Reader(bus, { topic }).start();
      const publishers = [bus, open(), open(), open()];

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
      const topic = await newTopic(bus);
      const other = open();

      await bus.publish(topic, numbered(10, 5));

      expect(await behind(other, 'any', topic)).toBe(10n);
    });

    it('starts a new group at the beginning', async () => {
      const topic = await newTopic(bus);
      await bus.publish(topic, numbered(50, 5));

      const reader = await new Reader(bus, { topic, group: unique('late') }).start();

      await until(() => reader.seen.length === 50);
    });

    it('gives every group everything', async () => {
      const topic = await newTopic(bus);
      const readers = await Promise.all(['a', 'b'].map((group) => new Reader(bus, { topic, group }).start()));

      await bus.publish(topic, numbered(100, 10));

      await until(() => readers.every(({ seen }) => seen.length === 100));
    });

    it('never hands over more than maxBatch, nor two batches of a partition at once', async () => {
      const topic = await newTopic(bus);
      const underWay = new Set<number>();
      const reader = await new Reader(bus, {
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

      await bus.publish(topic, numbered(500, 11));

      await until(() => reader.seen.length === 500);
    });

    it('refuses a topic that does not exist', async () => {
      await expect(bus.publish(unique('nowhere'), [message('a', '1')])).rejects.toThrow('does not exist');
      await expect(new Reader(bus, { topic: unique('nowhere') }).start()).rejects.toThrow('does not exist');
      // A driver may wait for a topic that was created a moment ago.
    }, 20_000);

    it('creates topics once, whoever asks, and never changes them', async () => {
      const spec = { name: unique('topic'), partitions: 4, retentionMs: 60_000 };
      const buses = [open(), open(), open()];

      await Promise.all(buses.map((each) => each.ensureTopics([spec])));
      await bus.ensureTopics([{ ...spec, partitions: 9 }]);

      expect(await bus.lag('any', spec.name)).toHaveLength(4);
    });

    it('puts a mark on every partition, behind what was published before', async () => {
      const topic = await newTopic(bus, { partitions: 6 });
      const reader = await new Reader(bus, { topic }).start();

      const published = chunked(numbered(600, 50), 30).map((messages) => bus.publish(topic, messages));
      await Promise.all([...published, bus.publishToAll(topic, message('', 'mark'))]);
      await until(() => reader.seen.length === 606);

      const last = [0, 1, 2, 3, 4, 5].map((partition) =>
        reader.seen.filter((each) => each.partition === partition).at(-1),
      );
      expect(last.map((each) => each?.text)).toEqual(Array(6).fill('mark'));
    });

    it('carries messages of a megabyte and more, and refuses what is too large', async () => {
      const topic = await newTopic(bus);
      const reader = await new Reader(bus, { topic }).start();

      await bus.publish(topic, [
        message('a', 'x'.repeat(3_000_000)),
        message('a', 'y'.repeat(3_000_000)),
        message('a', 'z'),
      ]);
      await expect(bus.publish(topic, [message('a', 'w'.repeat(17_000_000))])).rejects.toThrow('over the limit');

      await until(() => reader.seen.length === 3);
      expect(reader.seen.map(({ text }) => text[0])).toEqual(['x', 'y', 'z']);
    }, 60_000);
  });

  describe('redelivery', () => {
    it('brings a rejected batch again, in order, and goes on behind it only when it is done', async () => {
      const topic = await newTopic(bus, { partitions: 1 });
      let failures = 3;
      const tried: string[][] = [];
      const reader = await new Reader(bus, {
        topic,
        maxBatch: 10,
        handler: async ({ messages }) => {
          tried.push(messages.map(({ value }) => value.toString()));
          if (failures-- > 0) throw new Error('the database is away');
        },
      }).start();

      await bus.publish(topic, numbered(25, 1));
      await until(() => reader.seen.length === 25);

      expect(tried.slice(0, 4)).toEqual(Array(4).fill(countTo(10)));
      expect(reader.textsOf('key0')).toEqual(countTo(25));
    });

    it('lets the other partitions go on while one is tried again', async () => {
      const topic = await newTopic(bus, { partitions: 2 });
      let broken = true;
      const reader = await new Reader(bus, {
        topic,
        concurrency: 1,
        handler: async ({ partition }) => {
          if (partition === 0 && broken) throw new Error('only this one');
        },
      }).start();

      await bus.publishToAll(topic, message('', 'first'));
      await until(() => reader.seen.length === 1);
      await bus.publishToAll(topic, message('', 'second'));
      await until(() => reader.seen.length === 2);
      expect(reader.seen.map(({ partition }) => partition)).toEqual([1, 1]);

      broken = false;
      await until(() => reader.seen.length === 4);
    });

    it('stores how far it came only when the handler has resolved', async () => {
      const topic = await newTopic(bus, { partitions: 1 });
      let release = (): void => undefined;
      const reader = await new Reader(bus, {
        topic,
        group: 'g',
        handler: () => new Promise((done) => (release = done)),
      }).start();

      await bus.publish(topic, numbered(5, 1));
      await sleep(1_000);
      expect(await behind(bus, 'g', topic)).toBe(5n);

      release();
      await until(async () => (await behind(bus, 'g', topic)) === 0n);
      expect(reader.seen).toHaveLength(5);
    });

    it('goes on where it stopped', async () => {
      const topic = await newTopic(bus);
      const first = await new Reader(bus, { topic }).start();
      await bus.publish(topic, numbered(100, 9));
      await until(() => first.seen.length === 100);
      await first.stop();

      await bus.publish(topic, numbered(40, 9));
      const second = await new Reader(open(), { topic }).start();

      await until(() => second.seen.length === 40);
      await sleep(300);
      expect(second.seen).toHaveLength(40);
    });

    it('commits the batch under way when it is stopped', async () => {
      const topic = await newTopic(bus, { partitions: 1 });
      let begun = false;
      const slow = async (): Promise<void> => {
        begun = true;
        await sleep(500);
      };
      const reader = await new Reader(bus, { topic, group: 'g', maxBatch: 10, handler: slow }).start();
      await bus.publish(topic, numbered(30, 1));
      await until(() => begun);

      await reader.stop();

      expect(reader.seen).toHaveLength(10);
      expect(await behind(bus, 'g', topic)).toBe(20n);
    });
  });

  describe('pausing', () => {
    it('fetches nothing while paused, then goes on', async () => {
      const topic = await newTopic(bus);
      const reader = await new Reader(bus, { topic, stallMs: 1_000, onStall: (reason) => stalls.push(reason) }).start();
      const stalls: string[] = [];
      await bus.publish(topic, numbered(30, 9));
      await until(() => reader.seen.length === 30);

      await reader.subscription?.pause();
      await bus.publish(topic, numbered(30, 9));
      await sleep(2_500);
      expect(reader.seen).toHaveLength(30);
      expect(stalls).toEqual([]);

      reader.subscription?.resume();
      await until(() => reader.seen.length === 60);
    });

    it('has no batch under way once pause has resolved', async () => {
      const topic = await newTopic(bus);
      let underWay = 0;
      const reader = await new Reader(bus, {
        topic,
        maxBatch: 1,
        handler: async () => {
          underWay++;
          await sleep(50);
          underWay--;
        },
      }).start();
      await bus.publish(topic, numbered(100, 20));
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
      const topic = await newTopic(bus);
      const stalls: string[] = [];
      let release = (): void => undefined;
      await bus.subscribe({
        group: 'g',
        topic,
        maxBatch: 10,
        handler: () => new Promise((done) => (release = done)),
        stallMs: 500,
        onStall: (reason) => stalls.push(reason),
      });
      await bus.publish(topic, [message('a', '1')]);

      await until(() => stalls.length > 0);
      await sleep(1_200);

      expect(stalls).toEqual([expect.stringContaining('has not settled')]);
      // A service would end its process now; that of the test goes on.
      release();
    });

    it('does not call slow, failing or idle stalled', async () => {
      const topic = await newTopic(bus);
      const stalls: string[] = [];
      let failures = 5;
      const reader = await new Reader(bus, {
        topic,
        stallMs: 600,
        onStall: (reason) => stalls.push(reason),
        handler: async () => {
          await sleep(300);
          if (failures-- > 0) throw new Error('not yet');
        },
      }).start();

      await bus.publish(topic, [message('a', '1')]);
      await until(() => reader.seen.length === 1);
      await sleep(1_500);

      expect(stalls).toEqual([]);
    }, 30_000);
  });

  describe('sharing', () => {
    it('divides the partitions between members, and again when one leaves', async () => {
      const topic = await newTopic(bus, { partitions: 6 });
      const first = await new Reader(open(), { topic }).start();
      await bus.publishToAll(topic, message('', 'alone'));
      await until(() => first.seen.length === 6);

      const second = await new Reader(open(), { topic }).start();
      await until(async () => {
        await bus.publishToAll(topic, message('', 'shared'));
        await sleep(200);
        return partitionsOf(second).size === 3;
      }, 30_000);

      await first.stop();
      await until(async () => {
        await bus.publishToAll(topic, message('', 'left'));
        await sleep(200);
        return partitionsOf(second).size === 6;
      }, 30_000);
    }, 90_000);

    it('loses nothing and keeps the order of a key while members come and go', async () => {
      const topic = await newTopic(bus, { partitions: 6 });
      const readers = [await new Reader(open(), { topic, maxBatch: 20 }).start()];
      const publishing = (async () => {
        for (const messages of chunked(numbered(6_000, 12), 50)) {
          await bus.publish(topic, messages);
          await sleep(40);
        }
      })();
      await sleep(500);
      readers.push(await new Reader(open(), { topic, maxBatch: 20 }).start());
      await sleep(1_500);
      readers.push(await new Reader(open(), { topic, maxBatch: 20 }).start());
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
      const process = new MemberProcess({ bus: { clientId: 'member', ...driver().options }, group, topic, hang });
      processes.push(process);
      return process;
    };
    beforeAll(compile, 120_000);
    afterEach(async () => {
      await Promise.all(processes.splice(0).map((each) => each.kill()));
    });

    it('brings again what was handled but not stored when the process was killed', async () => {
      const topic = await newTopic(bus, { partitions: 1 });
      await bus.publish(topic, numbered(30, 1));
      const killed = member('g', topic, true);
      await until(() => killed.seen.length > 0, 30_000);
      await killed.kill();

      const reader = await new Reader(bus, { topic, group: 'g' }).start();
      await until(() => reader.seen.length === 30, 30_000);

      expect(reader.textsOf('key0')).toEqual(countTo(30));
    }, 60_000);

    it('serves the group again within 15 s after a member was killed', async () => {
      const topic = await newTopic(bus, { partitions: 6 });
      const victim = member('g', topic, false);
      const reader = await new Reader(bus, { topic, group: 'g' }).start();
      await until(async () => {
        await bus.publishToAll(topic, message('', 'shared'));
        await sleep(200);
        return victim.seen.length > 0 && reader.seen.length > 0;
      }, 30_000);
      await until(async () => (await behind(bus, 'g', topic)) === 0n);

      await victim.kill();
      const killedAt = Date.now();
      await bus.publishToAll(topic, message('', 'after'));
      const served = (): Set<number> =>
        new Set(reader.seen.filter(({ text }) => text === 'after').map(({ partition }) => partition));
      await until(() => served().size === 6, 30_000);

      expect(Date.now() - killedAt).toBeLessThan(15_000);
    }, 90_000);
  });

  describe('keeping', () => {
    it('goes on at the first message that is kept when a group lagged behind the retention', async () => {
      const topic = await newTopic(bus, { partitions: 1, retentionMs: 2_000 });
      const before = await new Reader(bus, { topic, group: 'g' }).start();
      await bus.publish(topic, [message('a', 'read')]);
      await until(async () => (await behind(bus, 'g', topic)) === 0n);
      await before.stop();

      await bus.publish(topic, [message('a', 'missed'), message('a', 'missed too')]);
      expect(await behind(bus, 'g', topic)).toBe(2n);
      // Expired records are dropped from time to time, by whole spans of time.
      await until(async () => (await behind(bus, 'g', topic)) === 0n, 90_000);

      await bus.publish(topic, [message('a', 'kept')]);
      const after = await new Reader(bus, { topic, group: 'g' }).start();
      await until(() => after.seen.length > 0);
      expect(after.seen).toEqual([{ partition: 0, offset: 3, key: 'a', text: 'kept' }]);
    }, 120_000);
  });

  describe('lag', () => {
    it('says where the group stands in every partition, whoever serves it', async () => {
      const topic = await newTopic(bus);
      await bus.publish(topic, numbered(30, 9));
      expect(await behind(bus, 'nobody', topic)).toBe(30n);

      const reader = await new Reader(bus, { topic, group: 'g' }).start();
      await until(() => reader.seen.length === 30);

      await until(async () => (await behind(open(), 'g', topic)) === 0n);
      expect((await bus.lag('g', topic)).map(({ partition }) => partition)).toEqual([0, 1, 2]);
    });
  });

  it('carries 100 thousand messages, each once and in order', async () => {
    const topic = await newTopic(bus, { partitions: 6 });
    const reader = await new Reader(open(), { topic, maxBatch: 1_000 }).start();

    for (const messages of chunked(numbered(100_000, 1_000), 1_000)) await bus.publish(topic, messages);
    await until(() => reader.seen.length >= 100_000, 60_000);

    expect(reader.seen).toHaveLength(100_000);
    expect(reader.seen.filter(isOutOfOrder)).toEqual([]);
    for (let key = 0; key < 1_000; key++) expect(reader.textsOf(`key${key}`)).toHaveLength(100);
  }, 120_000);
}

export const countTo = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index));

export function chunked<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

const partitionsOf = (reader: Reader): Set<number> =>
  new Set(reader.seen.filter(({ text }) => text !== 'alone').map(({ partition }) => partition));

/** Returns whether a record came after a later one of its partition. */
function isOutOfOrder(
  each: { partition: number; offset: number },
  index: number,
  all: readonly { partition: number; offset: number }[],
): boolean {
  const before = all.slice(Math.max(0, index - 2_000), index).findLast(({ partition }) => partition === each.partition);
  return before !== undefined && before.offset > each.offset;
}

/** Prints only entries that the cases do not provoke. */
const quietly: Log = (level, text, fields) => {
  if (level === 'error') process.stderr.write(`${text} ${JSON.stringify(fields)}\n`);
};
