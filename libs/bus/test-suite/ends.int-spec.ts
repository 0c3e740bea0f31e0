// A message that ends the process each time is set aside; messages in flight when a process is
// killed from outside are not.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type ConsentChanged, type DeadLetter, consents, deadLetters, decode } from '@segue/contracts';
import { projectRoot } from '@segue/infra';
import { describeWith } from '@segue/testing';
import type { Bus } from '../src/bus';
import { openBus } from '../src/open';
import { toOutgoing, topicSpecs } from '../src/handling/outgoing';
import type { EndingLine, EndingPlan } from './ending-member';
import { compile } from './member-process';
import { behind, unique, until } from './reader';

const consent = (name: string): ConsentChanged => ({
  v: 1,
  identity: `userId:${name}`,
  customer: 'c1',
  number: 1,
  consents: {},
  occurredAt: 1,
  recordedAt: 1,
  origin: 'live',
  cause: null,
});

jest.setTimeout(120_000);

const drivers = {
  postgres: (part: { url: string }) => ({ databaseUrl: part.url, schema: 'bus_ends' }),
  kafka: (part: { brokers: string[] }) => ({ kafkaBrokers: part.brokers }),
};
/** The partitions of a lost member move to the next one after 8 s, which delays each start. */
const sizes = {
  postgres: { defects: ['throw aside'], kills: 3 },
  kafka: { defects: ['exit'], kills: 2 },
} as const;

for (const driver of ['postgres', 'kafka'] as const) {
  describeWith(driver, `a process that ends with messages in hand, on ${driver}`, (part) => {
    let bus: Bus;
    let folder: string;
    let topic: typeof consents;
    let plan: EndingPlan;
    let lines: EndingLine[];

    beforeAll(compile, 120_000);
    beforeEach(async () => {
      const options = { clientId: 'ends', ...drivers[driver](part() as never) };
      bus = openBus(options);
      folder = await mkdtemp(join(tmpdir(), 'segue-ends-'));
      topic = { ...consents, name: unique('ending'), partitions: 1 };
      await bus.ensureTopics(topicSpecs([topic, deadLetters]));
      plan = { bus: options, group: unique('group'), topic: topic.name, file: join(folder, 'ends'), defect: 'exit' };
      lines = [];
      const names = ['a', 'b', 'deadly', 'c', 'd'];
      await bus.publish(
        topic.name,
        names.map((name) => toOutgoing(topic, consent(name))),
      );
    });
    afterEach(async () => {
      await bus.close();
      await rm(folder, { recursive: true, force: true });
    });

    function start(): ChildProcess {
      const script = join(projectRoot(), 'dist/libs/bus/test-suite/ending-member.js');
      const child = spawn(process.execPath, [script, JSON.stringify(plan)], { stdio: ['ignore', 'pipe', 'inherit'] });
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) =>
        lines.push(JSON.parse(line) as EndingLine),
      );
      return child;
    }

    async function kill(child: ChildProcess): Promise<void> {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }

    const isDone = (name: string) =>
      lines.some(({ call, identities }) => call === 'done' && identities.includes(`userId:${name}`));

    const isRead = async () => (await behind(bus, plan.group, topic.name)) === 0n;

    async function letters(): Promise<DeadLetter[]> {
      const found: DeadLetter[] = [];
      const subscription = await bus.subscribe({
        group: unique('letters'),
        topic: deadLetters.name,
        maxBatch: 100,
        handler: async ({ messages }) => void found.push(...messages.map(({ value }) => decode(deadLetters, value))),
      });
      await until(async () => (await bus.lag('ends-none', deadLetters.name)).every(({ end }) => end <= found.length));
      await subscription.stop();
      return found.filter((letter) => letter.topic === topic.name);
    }

    it.each(sizes[driver].defects)(
      'sets aside the one that ended it (%s), and hands over all others',
      async (defect) => {
        plan = { ...plan, defect };
        let starts = 0;
        let child: ChildProcess;
        for (;;) {
          child = start();
          starts++;
          const ended = once(child, 'exit').then(() => 'ended' as const);
          const settled = until(async () => isDone('d') && (await isRead()), 60_000).then(() => 'settled' as const);
          if ((await Promise.race([ended, settled.catch(() => 'late' as const)])) !== 'ended') break;
          expect(starts).toBeLessThan(8);
        }
        await kill(child);

        expect(starts).toBe(5);
        expect(await letters()).toMatchObject([{ code: 'ended_process', offset: '2' }]);
        expect(['a', 'b', 'c', 'd'].map(isDone)).toEqual([true, true, true, true]);
      },
    );

    it('loses nothing when processes are killed from outside, many times at one offset', async () => {
      plan = { ...plan, defect: 'hang' };
      for (let kills = 0; kills < sizes[driver].kills; kills++) {
        lines = [];
        const child = start();
        await until(() => lines.some(({ call }) => call === 'begun'), 30_000);
        await kill(child);
      }
      plan = { ...plan, defect: 'none' };
      const child = start();
      await until(async () => isDone('d') && (await isRead()), 30_000);
      await kill(child);

      expect(['a', 'b', 'deadly', 'c', 'd'].map(isDone)).toEqual([true, true, true, true, true]);
      expect(await letters()).toEqual([]);
    });
  });
}
