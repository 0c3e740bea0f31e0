// Sends the bench's traffic over HTTP: as fast as it is accepted (closed loop) or at a fixed rate
// (open loop).
import { Pool } from 'undici';

export interface Target {
  url: string;
  path: string;
  writeKey: string;
  /** Sends the events as an import, which needs the token of an admin. */
  importAs?: string;
}

const CONNECTIONS = 8;
const BATCH = 100;

export interface Load {
  target: Target;
  /** Returns the event of a number; one without a `timestamp` gets the time at which it is sent. */
  eventOf: (number: number) => object;
  /** First number of the events. */
  from: number;
}

/**
 * Sends `count` events over 8 connections in batches of 100; resolves with the seconds until the
 * last was accepted.
 * @param onSent called with the number of events that have been accepted so far
 */
export async function sendAll(load: Load, count: number, onSent?: (sent: number) => void): Promise<number> {
  const { target, from } = load;
  const pool = new Pool(target.url, { connections: CONNECTIONS });
  const started = performance.now();
  let next = from;
  let sent = 0;
  const lane = async () => {
    while (next < from + count) {
      const first = next;
      next += BATCH;
      const size = Math.min(BATCH, from + count - first);
      await post(pool, target, batchOf(load, first, size));
      onSent?.((sent += size));
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  await pool.close();
  return (performance.now() - started) / 1000;
}

/**
 * Sends at `rate` events a second for `seconds`, in batches of 10, each at its time; late ones are
 * sent too.
 */
export async function sendAtRate(load: Load, rate: number, seconds: number): Promise<number> {
  const { target, from } = load;
  const pool = new Pool(target.url, { connections: 64 });
  const size = 10;
  const batches = Math.floor((rate * seconds) / size);
  const started = performance.now();
  const sent: Promise<void>[] = [];
  for (let batch = 0; batch < batches; batch++) {
    const due = started + (batch * size * 1000) / rate;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    sent.push(post(pool, target, batchOf(load, from + batch * size, size)));
  }
  await Promise.all(sent);
  await pool.close();
  return batches * size;
}

function batchOf({ target, eventOf }: Load, from: number, size: number): string {
  const timestamp = new Date().toISOString();
  return JSON.stringify({
    ...(target.importAs === undefined ? {} : { writeKey: target.writeKey }),
    batch: Array.from({ length: size }, (_, place) => ({ timestamp, ...eventOf(from + place) })),
  });
}

async function post(pool: Pool, target: Target, body: string): Promise<void> {
  const headers = { 'content-type': 'application/json', ...permission(target) };
  for (;;) {
    const answer = await pool.request({
      method: 'POST',
      path: target.path,
      headers,
      body,
    });
    const text = await answer.body.text();
    if (answer.statusCode === 200) return assertTaken(text);
    if (answer.statusCode !== 429) throw new Error(`${answer.statusCode}: ${text.slice(0, 300)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const permission = ({ writeKey, importAs }: Target) =>
  importAs === undefined
    ? { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` }
    : { authorization: `Bearer ${importAs}`, 'segue-origin': 'import' };

/** @throws {Error} when events of an accepted batch were rejected, which would count as done. */
function assertTaken(answer: string): void {
  const { rejected = [] } = JSON.parse(answer) as { rejected?: object[] };
  if (rejected.length > 0) throw new Error(`${rejected.length} events were rejected: ${JSON.stringify(rejected[0])}`);
}
