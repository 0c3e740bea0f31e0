// Five senders with a public write key each exceed a different limit for a minute, all at once,
// beside a shop's own source. The shop loses nothing, its messages are hardly later than in the
// quiet part of the run, no process ends, and after a restart requests are answered at once.
import { gzipSync } from 'node:zlib';
import { describeWith } from '@segue/testing';
import { Receiver } from '../e2e/src/receiver';
import { openTheShop } from '../e2e/src/stage';
import { pause } from '../e2e/src/pause';
import { System } from '../e2e/src/system';

const PATIENCE_MS = 300_000;
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

type Event = Record<string, unknown>;
/** Returns the n-th request of a hostile sender. */
type Attack = (n: number) => { path: string; body: string | Buffer; headers?: Record<string, string> };

const batchOf = (events: Event[]) => ({ path: 'batch', body: JSON.stringify({ batch: events }) });
const many = (count: number, make: (index: number) => Event): Event[] =>
  Array.from({ length: count }, (_, i) => make(i));

/**
 * A request with the maximum number of events, all invalid, and a body that decompresses to 20 MB.
 */
const ZEROS = gzipSync(`{"batch":[${'0,'.repeat(9_999)}0]}`);
const BOMB = gzipSync(Buffer.alloc(20_000_000, 32));

const ATTACKS: Record<string, Attack> = {
  'ever new consents of one customer': (n) =>
    batchOf(
      many(50, (i) => ({
        type: 'track',
        event: i % 2 === 0 ? 'Consent Granted' : 'Consent Withdrawn',
        userId: 'crowded-by-consents',
        properties: { channel: i % 4 < 2 ? 'email' : `c${n}-${i}`, purpose: `p${n}-${i}` },
      })),
    ),
  'ever new traits, as large as they may be': (n) =>
    batchOf(
      many(10, (i) => ({
        type: 'identify',
        userId: 'crowded-by-traits',
        traits: Object.fromEntries(many(30, (t) => ({ t })).map((_, t) => [`t${n}-${i}-${t}`, 'x'.repeat(450)])),
        context: { timezone: `Zone/${n}-${i}`, locale: `l${n}-${i}` },
      })),
    ),
  'ever new visitors who are one customer': (n) =>
    batchOf(many(50, (i) => ({ type: 'identify', userId: 'crowded-by-visitors', anonymousId: `v${n}-${i}` }))),
  'batches as large as they may be, and larger': (n) => ({
    path: 'batch',
    body: n % 2 === 0 ? ZEROS : BOMB,
    headers: { 'content-encoding': 'gzip' },
  }),
  'what campaigns answer to, again and again': (n) =>
    batchOf(
      many(50, (i) => ({
        type: 'track',
        event: 'Store Visited',
        userId: 'crowded-by-visits',
        properties: { [`p${n}-${i}`]: `v${n}-${i}`, list: many(200, (value) => ({ value })) },
      })),
    ),
};

describeWith('postgres', 'a shop beside five hostile senders', () => {
  let system: System;
  let receiver: Receiver;
  let keys: string[];
  const statuses = new Map<number, number>();
  /** Time at which each visit was sent, by its number; milliseconds of `performance.now`. */
  const sent = new Map<number, number>();

  beforeAll(async () => {
    [system, receiver] = await Promise.all([System.standalone(), Receiver.open()]);
    await openTheShop(system, receiver);
    keys = await Promise.all(
      Object.keys(ATTACKS).map(async (name) => {
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

  /**
   * More requests than a source may send in the time. Prepared, so that building them is not
   * measured.
   */
  const prepared = new Map(
    Object.entries(ATTACKS).map(([name, make]) => [name, Array.from({ length: 200 }, (_, n) => make(n))]),
  );

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

  async function attack(name: string, key: string, until: number): Promise<void> {
    const requests = prepared.get(name) as ReturnType<Attack>[];
    for (let n = 0; performance.now() < until; n++) {
      const { path, body, headers } = requests[n % requests.length] as ReturnType<Attack>;
      const answer = await fetch(`${system.urlOf('ingestion')}/v1/${path}`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`, ...headers },
        body: typeof body === 'string' ? body : new Uint8Array(body),
      }).catch(() => null);
      const status = answer?.status ?? 0;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      await answer?.arrayBuffer().catch(() => undefined);
      await pause(20);
    }
  }

  /** Returns the p99 of the quiet part and of the hostile part, in milliseconds. */
  async function compared(): Promise<{ quiet: number; beside: number }> {
    const quiet = await visitsFor(QUIET_MS);
    const until = performance.now() + HOSTILE_MS;
    const attacks = Object.keys(ATTACKS).map((name, place) => attack(name, keys[place] as string, until));
    const beside = await visitsFor(HOSTILE_MS);
    await Promise.all(attacks);
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
