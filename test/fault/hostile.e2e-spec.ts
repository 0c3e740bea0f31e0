// Five senders with a public write key each exceed a different limit for a minute, all at once,
// beside a shop's own source. The shop loses nothing, its messages are hardly later than in the
// quiet part of the run, no process ends, and after a restart requests are answered at once.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeWith } from '@segue/testing';
import { Receiver } from '../e2e/src/receiver';
import { openTheShop } from '../e2e/src/stage';
import { pause } from '../e2e/src/pause';
import { System } from '../e2e/src/system';
import { ATTACK_NAMES } from './src/attacks';

const run = promisify(execFile);
const SENDERS = join(__dirname, '../../dist/test/fault/src/hostile-senders.process.js');
const PATIENCE_MS = 300_000;
/** Requests that each hostile sender makes at least, far below what its limits allow. */
const LEAST_OF_EACH = 100;
const QUIET_MS = 20_000;
const HOSTILE_MS = 60_000;
/** Rate of visits of the shop's own source. */
const VISITS_PER_SECOND = 10;
const SERVED_WITHIN_MS = 30_000;
const AT_MOST_TIMES = 3;
/**
 * Lower bound of the quiet p99, which would otherwise depend on two or three samples and on the
 * machine.
 */
const QUIET_AT_LEAST_MS = 100;
/**
 * Number of windows of the hostile part. The median of their p99 is compared, so that a single
 * pause of the machine has no effect.
 */
const WINDOWS = 3;
/**
 * Number of comparisons, of which one must be within the limit: a machine that becomes slower in
 * the hostile part alone would otherwise count as the senders' effect.
 */
const ROUNDS = 3;

describeWith('postgres', 'a shop beside five hostile senders', () => {
  let system: System;
  let receiver: Receiver;
  let keys: string[];
  const statuses = new Map<number, number>();
  /** Requests of the sender who sent the fewest. */
  let fewest = Infinity;
  /** Time at which each visit was sent, by its number; milliseconds of `performance.now`. */
  const sent = new Map<number, number>();

  beforeAll(async () => {
    [system, receiver] = await Promise.all([System.standalone(), Receiver.open()]);
    await openTheShop(system, receiver);
    keys = await Promise.all(
      ATTACK_NAMES.map(async (name) => {
        const source = await system.clientOf('ingestion').put('/api/sources', { name, kind: 'public' }, 'POST');
        return (source as { writeKey: string }).writeKey;
      }),
    );
    await system.quiet();
  }, PATIENCE_MS);
  afterAll(async () => {
    await system?.close();
    await receiver?.close();
  }, PATIENCE_MS);

  let visits = 0;
  async function visitsFor(ms: number): Promise<number[]> {
    const numbers: number[] = [];
    const under: Promise<void>[] = [];
    for (const until = performance.now() + ms; performance.now() < until; await pause(1_000 / VISITS_PER_SECOND)) {
      const number = visits++;
      numbers.push(number);
      under.push(visit(number));
    }
    await Promise.all(under);
    return numbers;
  }

  /** Sends a visit until it is accepted, as an SDK does. */
  async function visit(number: number): Promise<void> {
    sent.set(number, performance.now());
    const userId = `visit-${number}`;
    const events = [
      { type: 'track', event: 'Consent Granted', userId, messageId: `c${number}`, properties: { channel: 'webhook' } },
      { type: 'track', event: 'Store Visited', userId, messageId: `v${number}`, properties: { number } },
    ];
    for (;;) {
      const taken = await system
        .clientOf('ingestion')
        .send(events)
        .then(() => true)
        .catch(() => false);
      if (taken) return;
      await pause(100);
    }
  }

  /** Lets the hostile senders work for a while, in a process of their own, apart from the shop. */
  async function attackFor(ms: number): Promise<void> {
    const settings = JSON.stringify({ url: system.urlOf('ingestion'), keys, ms });
    const { stdout } = await run(process.execPath, [SENDERS, settings], { timeout: 2 * ms });
    for (const answers of JSON.parse(stdout) as [number, number][][]) {
      for (const [status, count] of answers) statuses.set(status, (statuses.get(status) ?? 0) + count);
      fewest = Math.min(
        fewest,
        answers.reduce((sum, [, count]) => sum + count, 0),
      );
    }
  }

  /** Returns the p99 of the quiet part and of the hostile part, in milliseconds. */
  async function compared(): Promise<{ quiet: number; beside: number }> {
    const quiet = await visitsFor(QUIET_MS);
    const [beside] = await Promise.all([visitsFor(HOSTILE_MS), attackFor(HOSTILE_MS)]);
    await arrived(visits);
    const windows = windowsOf(latencies(beside)).map((window) => quantile(window, 0.99));
    return { quiet: quantile(latencies(quiet), 0.99), beside: quantile(windows, 0.5) };
  }

  it(
    'loses nothing and waits at most three times as long',
    async () => {
      const pid = system.pidOf('standalone');
      let within = false;
      for (let round = 0; round < ROUNDS && !within; round++) {
        const { quiet, beside } = await compared();
        within = beside <= AT_MOST_TIMES * Math.max(quiet, QUIET_AT_LEAST_MS);
        process.stdout.write(
          `p99 to action: ${Math.round(quiet)} ms quiet, ${Math.round(beside)} ms beside hostile senders; ` +
            `their answers ${JSON.stringify(Object.fromEntries(statuses))}\n`,
        );
      }
      expect(system.pidOf('standalone')).toBe(pid);
      expect(statuses.get(0)).toBeUndefined();
      expect([...statuses.keys()].filter((status) => status >= 500)).toEqual([]);
      // The attacks took place: something was taken, and most was refused by a limit.
      expect([...statuses.keys()].sort()).toEqual([200, 413, 429]);
      expect(fewest).toBeGreaterThan(LEAST_OF_EACH);
      expect(within).toBe(true);
    },
    ROUNDS * PATIENCE_MS,
  );

  it(
    'is served within 30 s after a restart, and nothing waits any more',
    async () => {
      await system.kill('standalone');
      const began = performance.now();
      await system.start('standalone');
      const next = [visits++];
      await visit(next[0] as number);
      await arrived(visits);
      await system.quiet(SERVED_WITHIN_MS);
      expect(performance.now() - began).toBeLessThan(SERVED_WITHIN_MS);
    },
    PATIENCE_MS,
  );

  /** Resolves when the messages for this many visits have arrived, each once. */
  async function arrived(count: number): Promise<void> {
    const until = performance.now() + SERVED_WITHIN_MS;
    while (numbersArrived().size < count) {
      if (performance.now() > until) throw new Error(`${numbersArrived().size} of ${count} visits were answered`);
      await pause(50);
    }
    expect(numbersArrived().size).toBe(count);
  }

  /** Returns the time at which the message of each visit took effect, by its number. */
  function numbersArrived(): Map<number, number> {
    const found = new Map<number, number>();
    for (const [key, body] of receiver.effects) {
      const cause = /userId:visit-(\d+)/.exec(body)?.[1];
      if (cause !== undefined) found.set(Number(cause), receiver.arrivedAt.get(key) as number);
    }
    return found;
  }

  function latencies(numbers: readonly number[]): number[] {
    const arrivedAt = numbersArrived();
    return numbers.map((number) => (arrivedAt.get(number) as number) - (sent.get(number) as number));
  }
});

function windowsOf<T>(values: readonly T[]): T[][] {
  const size = Math.ceil(values.length / WINDOWS);
  return Array.from({ length: WINDOWS }, (_, place) => values.slice(place * size, (place + 1) * size));
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
}
