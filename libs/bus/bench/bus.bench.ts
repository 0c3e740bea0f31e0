// How fast the drivers are on this machine: `node scripts/build.mjs && node
// dist/libs/bus/bench/bus.bench.js [messages]`. Prints messages a second for 600-byte messages in
// publishes of 1,000 over 6 partitions, and the milliseconds of single messages from publish to
// handler.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { dataDir, kafkaSource } from '@segue/infra';
import { startEmbeddedPostgres } from '@segue/store';
import type { Bus, Outgoing } from '../src/bus';
import { openBus } from '../src/open';

const BYTES = 600;
const BATCH = 1_000;
const ROUNDS = 3;
const SINGLES = 300;

async function main(): Promise<void> {
  const count = Number(process.argv[2] ?? 60_000);
  const postgres = await startEmbeddedPostgres(join(dataDir(), 'bench', 'postgres'));
  await report('embedded', openBus({ databaseUrl: postgres.url, clientId: 'bench' }), count);
  await postgres.close();
  const kafka = await kafkaSource({ home: join(dataDir(), 'bench', 'kafka'), fresh: true })?.start();
  if (!kafka) {
    print('kafka: not available here');
    return;
  }
  await report('kafka', openBus({ kafkaBrokers: kafka.access.brokers, clientId: 'bench' }), count);
  await kafka.close();
}

async function report(name: string, bus: Bus, count: number): Promise<void> {
  await measure(bus, Math.min(count, 20_000));
  for (let round = 0; round < ROUNDS; round++) print(`${name}: ${await measure(bus, count)}`);
  print(`${name}: ${await latency(bus)}`);
  await bus.close();
}

async function measure(bus: Bus, count: number): Promise<string> {
  const topic = await newTopic(bus);
  const produced = await timed(async () => {
    for (let done = 0; done < count; done += BATCH) await bus.publish(topic, messages(done, BATCH));
  });
  const consumed = await timed(() => consume(bus, topic, count));
  const both = await newTopic(bus);
  const side = await timed(() =>
    Promise.all([
      consume(bus, both, count),
      (async () => {
        for (let done = 0; done < count; done += BATCH) await bus.publish(both, messages(done, BATCH));
      })(),
    ]),
  );
  return `produce ${perSecond(count, produced)}, consume ${perSecond(count, consumed)}, both at once ${perSecond(count, side)}`;
}

async function consume(bus: Bus, topic: string, count: number): Promise<void> {
  let seen = 0;
  let done = (): void => undefined;
  const all = new Promise<void>((resolve) => (done = resolve));
  const subscription = await bus.subscribe({
    group: 'bench',
    topic,
    maxBatch: BATCH,
    handler: async ({ messages: received }) => {
      seen += received.length;
      if (seen >= count) done();
    },
  });
  await all;
  await subscription.stop();
}

async function latency(bus: Bus): Promise<string> {
  const topic = await newTopic(bus);
  const waits: number[] = [];
  let arrived = (): void => undefined;
  const subscription = await bus.subscribe({
    group: 'bench',
    topic,
    maxBatch: BATCH,
    handler: async ({ messages: [first] }) => {
      waits.push(performance.now() - Number(first?.headers.at));
      arrived();
    },
  });
  for (let index = 0; index < SINGLES; index++) {
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    await bus.publish(topic, messages(index, 1, { at: String(performance.now()) }));
    await arrival;
  }
  await subscription.stop();
  waits.sort((a, b) => a - b);
  const at = (share: number): string => (waits[Math.floor(waits.length * share)] ?? 0).toFixed(1);
  return `published → handled: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}

async function newTopic(bus: Bus): Promise<string> {
  const name = `bench-${randomUUID()}`;
  await bus.ensureTopics([{ name, partitions: 6, retentionMs: 3_600_000 }]);
  return name;
}

/** JSON like that of events: half of it repeats from message to message. */
function messages(from: number, count: number, headers?: Record<string, string>): Outgoing[] {
  return Array.from({ length: count }, (_, index) => {
    const number = from + index;
    const body = JSON.stringify({
      identity: `userId:u${number % 10_000}`,
      source: 'web',
      id: randomUUID(),
      event: 'Order Completed',
      properties: { order_id: `o${number}`, total: (number * 7919) % 100_000, currency: 'CNY', items: [randomUUID()] },
      context: { page: { url: 'https://shop.example/checkout', title: 'Thank you' }, userAgent: 'Mozilla/5.0 (X11)' },
    });
    return { key: `userId:u${number % 10_000}`, value: Buffer.from(body.padEnd(BYTES, ' ')), headers };
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

const perSecond = (count: number, ms: number): string => `${Math.round(count / ms)}k/s`;

const print = (line: string): boolean => process.stdout.write(`${line}\n`);

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
