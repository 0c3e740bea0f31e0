// Limits of ingestion for one sender, over real HTTP: sizes, counts, rates, queues and signatures.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Touchpoint, decode, touchpoints, touchpointsBulk } from '@segue/contracts';
import { type RunningServices, openServices } from '@segue/service';
import { longestStretchMs } from '@segue/testing';
import { signatureOf } from './domain/signature';
import { ingestion } from '..';

jest.setTimeout(60_000);

const ADMIN = 'an-admin-token-of-tests';
const SERVER_KEY = 'a-server-key';

interface Answer {
  status: number;
  retryAfter: string | null;
  body: never;
}

describe('ingestion', () => {
  let folder: string;
  let running: RunningServices;
  const live: Touchpoint[] = [];
  const bulk: Touchpoint[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segue-limits-'));
    running = await openServices([ingestion], {
      env: {
        PORT: '0',
        LOG_LEVEL: 'error',
        SEGUE_DATA_DIR: folder,
        SEGUE_ADMIN_TOKEN: ADMIN,
        SEGUE_WRITE_KEY: SERVER_KEY,
        SEGUE_PUBLIC_WITHDRAWALS_PER_MINUTE: '5',
      },
    });
    const { bus } = running.contexts[0]!;
    for (const [topic, arrived] of [
      [touchpoints, live],
      [touchpointsBulk, bulk],
    ] as const) {
      await bus.subscribe({
        group: 'test',
        topic: topic.name,
        maxBatch: 1000,
        handler: async ({ messages }) => void arrived.push(...messages.map(({ value }) => decode(topic, value))),
      });
    }
  });

  afterAll(async () => {
    await running?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  });

  async function send(
    key: string,
    path: string,
    body: object | Buffer,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await fetch(`${running.url}/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`, ...headers },
      body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body),
    });
    return {
      status: answer.status,
      retryAfter: answer.headers.get('retry-after'),
      body: (await answer.json()) as never,
    };
  }
  async function api(path: string, method = 'GET', body?: object) {
    const answer = await fetch(`${running.url}/api/${path}`, {
      method,
      headers: { authorization: `Bearer ${ADMIN}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return (await answer.json()) as {
      id: string;
      writeKey: string;
      signingKey: string;
      signingKeys: { id: string }[];
      code?: string;
    };
  }
  const publicSource = (name: string) => api('sources', 'POST', { name, kind: 'public' });
  const until = async (holds: () => boolean | Promise<boolean>) => {
    for (let tries = 0; tries < 200; tries++) {
      if (await holds()) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('never held');
  };
  const views = (count: number, anonymousId: string) =>
    Array.from({ length: count }, (_, index) => ({ type: 'page', anonymousId, messageId: `${anonymousId}-${index}` }));

  it('takes 10,000 events and 2 MB in one request, gzip in capitals too, and never holds the event loop for 100 ms', async () => {
    const filler = 'x'.repeat(100);
    const batch = views(10_000, 'large').map((event) => ({ ...event, properties: { filler } }));
    await send(SERVER_KEY, 'batch', { batch: batch.slice(0, 500) });
    const packed = gzipSync(JSON.stringify({ batch }));
    const headers = { 'content-encoding': 'GZIP' };
    const longest = await longestStretchMs(async () => {
      const answer = await send(SERVER_KEY, 'batch', packed, headers);
      expect(answer).toMatchObject({ status: 200, body: { success: true, rejectedCount: 0 } });
    });

    expect(longest).toBeLessThan(100);
    await until(() => live.filter(({ identity }) => identity === 'anonymousId:large').length >= 10_500);
  });

  it('answers 413 with the limit for more', async () => {
    const { status, body } = await send(SERVER_KEY, 'batch', { batch: views(10_001, 'more') });
    expect({ status, body }).toMatchObject({
      status: 413,
      body: { detail: 'a request may have at most 10000 events' },
    });
    const heavy = await send(SERVER_KEY, 'batch', Buffer.alloc(5_000_000, 32));
    expect(heavy).toMatchObject({ status: 413, body: { detail: expect.stringContaining('4194304 bytes') } });
  });

  it('refuses what would make much of little: a large context for many events, nesting without end', async () => {
    const context = { filler: 'v'.repeat(30_000) };
    const many = await send(SERVER_KEY, 'batch', { context, batch: views(10_000, 'context') });
    expect(many).toMatchObject({ status: 413, body: { detail: expect.stringContaining('context of a batch') } });
    const few = await send(SERVER_KEY, 'batch', { context: { app: 'x' }, batch: views(10, 'context') });
    expect(few.status).toBe(200);
    const nested = Buffer.from(`{"batch":[],"x":[${'[],'.repeat(300_000)}[]]}`);
    expect(await send(SERVER_KEY, 'batch', gzipSync(nested))).toMatchObject({ status: 413 });
  });

  it('refuses a large body without a key in its header', async () => {
    const body = JSON.stringify({ writeKey: SERVER_KEY, batch: [], filler: 'x'.repeat(600_000) });
    const answer = await fetch(`${running.url}/v1/batch`, { method: 'POST', body });
    expect(answer.status).toBe(413);
  });

  it('takes at most 1,000 events of a public source in one request', async () => {
    const { writeKey } = await publicSource('large');
    expect((await send(writeKey, 'batch', { batch: views(1_001, 'large-public') })).status).toBe(413);
    expect((await send(writeKey, 'page', { anonymousId: 'x' })).status).toBe(429);
  });

  it('counts all rejections and lists the first 100 of them', async () => {
    const { writeKey } = await api('sources', 'POST', { name: 'wrong', kind: 'server' });
    const { status, body } = await send(writeKey, 'batch', { batch: Array.from({ length: 5_000 }, () => 0) });
    expect(status).toBe(200);
    expect((body as { rejected: unknown[] }).rejected).toHaveLength(100);
    expect(body).toMatchObject({ rejectedCount: 5_000 });
    expect(JSON.stringify(body).length).toBeLessThan(20_000);
  });

  it('slows a public source down when it sends too much, and no other', async () => {
    const { writeKey } = await publicSource('busy');
    const other = await publicSource('calm');
    expect((await send(writeKey, 'batch', { batch: views(1_000, 'busy') })).status).toBe(200);
    const refused = await send(writeKey, 'page', { anonymousId: 'busy' });
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate' } });
    expect(Number(refused.retryAfter)).toBeGreaterThanOrEqual(14);
    expect((await send(other.writeKey, 'page', { anonymousId: 'calm' })).status).toBe(200);
    expect((await send(SERVER_KEY, 'page', { anonymousId: 'calm' })).status).toBe(200);
  });

  it('gives a source the limit of its own that it was given', async () => {
    const { id, writeKey } = await publicSource('slow');
    await api(`sources/${id}`, 'PATCH', { eventsPerSecond: 1 });
    expect((await send(writeKey, 'batch', { batch: views(15, 'slow') })).status).toBe(200);
    expect(await send(writeKey, 'page', { anonymousId: 'slow' })).toMatchObject({
      status: 429,
      body: { code: 'rate' },
    });
  });

  it('slows down the withdrawals of a public source, and takes those of a server', async () => {
    const { writeKey } = await publicSource('leaked');
    const withdrawals = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        type: 'track',
        event: 'Consent Withdrawn',
        userId: `u${index}`,
        properties: { channel: 'email' },
      }));
    expect((await send(writeKey, 'batch', { batch: withdrawals(8) })).status).toBe(413);
    expect((await send(writeKey, 'batch', { batch: withdrawals(5) })).status).toBe(200);
    await send(writeKey, 'batch', { batch: withdrawals(1) });
    expect(await send(writeKey, 'batch', { batch: withdrawals(1) })).toMatchObject({
      status: 429,
      body: { code: 'rate' },
    });
    expect((await send(writeKey, 'page', { anonymousId: 'leaked' })).status).toBe(200);
    expect((await send(SERVER_KEY, 'batch', { batch: withdrawals(50) })).status).toBe(200);
  });

  it('sends imports, and what a public source sends beyond its share, by the bulk queue; withdrawals never', async () => {
    const { writeKey } = await publicSource('eager');
    const history = { authorization: `Bearer ${ADMIN}`, 'segue-origin': 'import' };
    const withdrawn = {
      type: 'track',
      event: 'Consent Withdrawn',
      userId: 'imported',
      properties: { channel: 'email' },
    };
    const order = {
      type: 'track',
      event: 'Order Completed',
      userId: 'imported',
      properties: { order_id: 'o1', total: 5 },
    };
    await send('', 'batch', { batch: [order, withdrawn] }, history);
    await send(writeKey, 'batch', { batch: views(600, 'eager') });

    const imported = (arrived: Touchpoint[]) => arrived.filter(({ identity }) => identity === 'userId:imported');
    await until(() => imported(bulk).length > 0 && imported(live).length > 0);
    expect(imported(bulk).map(({ event }) => event)).toContain('Order Completed');
    expect(imported(bulk).map(({ event }) => event)).not.toContain('Consent Withdrawn');
    await until(() => bulk.filter(({ identity }) => identity === 'anonymousId:eager').length === 600);
  });

  it('keeps an event with a NUL in a key in the quarantine, and its neighbours too', async () => {
    await Promise.all([
      send(SERVER_KEY, 'track', { userId: 'q1', event: 'Order Completed', properties: { total: 'abc' } }),
      send(SERVER_KEY, 'batch', {
        batch: [
          { type: 'identify', userId: 'q2', traits: { 'k\u0000': 'v' } },
          { type: 'identify', userId: 'q3\u0000' },
          { type: 'track', userId: 'q4', event: 'half \ud800' },
        ],
      }),
    ]);
    const kept = async () =>
      ((await api('quarantine?limit=10')) as unknown as { items: { path: string }[] }).items.map(({ path }) => path);
    await until(async () => (await kept()).includes('properties.total'));
    expect((await kept()).slice(0, 4).sort()).toEqual(
      ['batch.0.traits.k\\u0000', 'batch.1.userId', 'batch.2.event', 'properties.total'].sort(),
    );
  });

  it('believes a user id that the source signed, with two keys while they are rotated, and not with one that was deleted', async () => {
    const { id, writeKey } = await publicSource('signing');
    const first = await api(`sources/${id}/signing-keys`, 'POST');
    const second = await api(`sources/${id}/signing-keys`, 'POST');
    expect(await api(`sources/${id}/signing-keys`, 'POST')).toMatchObject({ code: 'signing_keys' });
    const identify = (userId: string, key: string) =>
      send(writeKey, 'identify', { userId, traits: {}, context: { signature: signatureOf(userId, key) } });
    expect((await identify('signed1', first.signingKey)).status).toBe(200);
    expect((await identify('signed2', second.signingKey)).status).toBe(200);
    await api(`sources/${id}/signing-keys/${first.signingKeys[0]!.id}`, 'DELETE');
    expect(await identify('signed3', first.signingKey)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'context.signature' }] },
    });
    await until(() => live.some(({ identity }) => identity === 'userId:signed2'));
    const trusted = live.filter(({ identity }) => identity.startsWith('userId:signed'));
    expect(trusted.map(({ trust }) => trust)).toEqual(['server', 'server']);
    expect(JSON.stringify(trusted)).not.toContain('signature');
    const { db } = running.contexts[0]!;
    const rows = await db.query<{ sealed: string }>('select sealed from signing_key');
    expect(rows.some(({ sealed }) => sealed.includes(second.signingKey))).toBe(false);
  });
});
