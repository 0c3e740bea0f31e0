// Ingestion from outside: real HTTP, Postgres and log, and Segment's own SDK.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Analytics } from '@segment/analytics-node';
import { type Touchpoint, decode, touchpoints, turnOf } from '@segue/contracts';
import { type RunningServices, openServices } from '@segue/service';
import { ingestion } from './';

jest.setTimeout(60_000);

const ADMIN = 'an-admin-token-of-tests';
const KEY = 'a-server-key';

describe('ingestion', () => {
  let folder: string;
  let running: RunningServices;
  const arrived: Touchpoint[] = [];
  const marks: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segue-ingestion-'));
    const env = {
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'error',
      SEGUE_DATA_DIR: folder,
      SEGUE_ADMIN_TOKEN: ADMIN,
      SEGUE_WRITE_KEY: KEY,
    };
    running = await openServices([ingestion], { env });
    await running.contexts[0]!.bus.subscribe({
      group: 'test',
      topic: touchpoints.name,
      maxBatch: 1000,
      handler: async ({ messages }) => {
        for (const { value, headers } of messages) {
          if (headers.kind === 'mark') marks.push(value.toString());
          else arrived.push(decode(touchpoints, value));
        }
      },
    });
  });

  afterAll(async () => {
    await running.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  });

  beforeEach(() => void arrived.splice(0));

  const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
  const send = async (
    path: string,
    body: string | Buffer | object,
    headers: Record<string, string> = { authorization: basic(KEY) },
  ) => {
    const bytes = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    const answer = await fetch(`${running.url}/v1/${path}`, { method: 'POST', body: bytes as string, headers });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as never };
  };
  const api = async (path: string, method = 'GET', body?: object, token = ADMIN) => {
    const headers = { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) };
    const answer = await fetch(`${running.url}/api/${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as never };
  };
  const until = async (holds: () => boolean | Promise<boolean>) => {
    for (let tries = 0; tries < 100; tries++) {
      if (await holds()) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('never held');
  };

  describe('before anything happened', () => {
    it('lets the admin replay history with its own time, and hands time back at the end', async () => {
      const history = { authorization: `Bearer ${ADMIN}`, 'segue-origin': 'replay' };
      const at = '1998-05-10T12:00:00.000Z';
      const early = { userId: 'cd1', event: 'Order Completed', properties: { total: 26 }, timestamp: at };

      expect((await send('track', early, history)).status).toBe(200);
      expect((await api('time', 'POST', { at })).body).toMatchObject({ mode: 'stream', now: at, mark: at });
      await send('track', { anonymousId: 'visitor', event: 'Product Viewed' });
      expect((await api('time', 'POST', { at: '1998-05-09T12:00:00Z' })).status).toBe(409);
      expect((await api('time', 'POST', { at: '1998-05-11T12:00:00Z', last: true })).body).toMatchObject({
        mode: 'wall',
      });
      const partitions = await running.contexts[0]?.bus.lag('profile', touchpoints.name);
      await until(() => arrived.length === 2 && marks.length === 2 * (partitions?.length ?? 0));

      const [order, visit] = ['cd1', 'visitor'].map((who) => arrived.find(({ identity }) => identity.endsWith(who)));
      expect(order).toMatchObject({ origin: 'replay', occurredAt: Date.parse(at) });
      expect(visit).toMatchObject({ origin: 'live', occurredAt: Date.parse(at) });
      expect(JSON.parse(marks.at(-1)!)).toEqual({ v: 1, at: Date.parse('1998-05-11T12:00:00Z'), last: true });
    });

    it('starts no replay on a store that lives', async () => {
      expect((await api('time', 'POST', { at: '2001-01-01T00:00:00Z' })).body).toMatchObject({ code: 'store_is_live' });
      const { contexts } = running;
      expect((await api('time', 'POST', { at: 5 }, 'nobody')).status).toBe(401);
      expect(contexts).toHaveLength(1);
    });
  });

  it("takes all calls of Segment's own SDK", async () => {
    const analytics = new Analytics({ writeKey: KEY, host: running.url, flushAt: 10, maxRetries: 0 });
    analytics.identify({ userId: 'u42', traits: { email: 'ana@example.com' } });
    analytics.track({ userId: 'u42', event: 'Order Completed', properties: { order_id: 'o1', total: 26.5 } });
    analytics.page({ anonymousId: 'a1', name: 'Home' });
    analytics.screen({ anonymousId: 'a1', name: 'Start' });
    analytics.group({ userId: 'u42', groupId: 'g1', traits: { name: 'Café' } });
    analytics.alias({ userId: 'u42', previousId: 'a1' });
    await analytics.closeAndFlush();
    await until(() => arrived.length === 6);

    expect(arrived.map(({ type }) => type).sort()).toEqual(['alias', 'group', 'identify', 'page', 'screen', 'track']);
    expect(arrived.find(({ type }) => type === 'track')).toMatchObject({
      identity: 'userId:u42',
      source: 'server',
      event: 'Order Completed',
      origin: 'live',
      cause: null,
    });
  });

  it('takes an event without an id for a new fact each time, and keeps the order', async () => {
    const word = (event: string) => send('track', { userId: 'u7', event, properties: { channel: 'email' } });
    for (const event of ['Consent Withdrawn', 'Consent Granted', 'Consent Withdrawn'])
      expect((await word(event)).status).toBe(200);
    const visit = { type: 'page', anonymousId: 'a7' };
    await send('batch', { batch: [visit, visit, { ...visit, messageId: 'p1' }] });
    await send('batch', { batch: [visit, visit, { ...visit, messageId: 'p1' }] });
    await until(() => arrived.length === 9);

    expect(new Set(arrived.map(({ id }) => id)).size).toBe(8);
    expect(arrived.filter(({ identity }) => identity === 'userId:u7').map(({ event }) => event)).toEqual([
      ...['Consent Withdrawn', 'Consent Granted', 'Consent Withdrawn'],
    ]);
    const turns = arrived.filter(({ identity }) => identity === 'anonymousId:a7').map((one) => turnOf(one));
    expect(turns).toEqual([...turns].sort());
  });

  it('keeps the digits of ids wherever they stand', async () => {
    const order = (id: string) =>
      `{"type":"track","userId":${id}1,"event":"Order Completed","messageId":${id}2,"properties":{"order_id":${id}3,"total":5,"products":[{"product_id":${id}4}]},"context":{"externalIds":[{"type":"memberCard","id":${id}5}]}}`;
    const answer = await send('batch', `{"batch":[${order('330123456789012345')},${order('330123456789012346')}]}`);
    expect(answer.body).toMatchObject({ rejectedCount: 0 });
    await until(() => arrived.length === 2);
    expect(arrived.map(({ ids, id, properties }) => ({ ids, id, properties }))).toEqual(
      ['330123456789012345', '330123456789012346'].map((id) => ({
        ids: [`userId:${id}1`, `memberCard:${id}5`],
        id: `${id}2`,
        properties: { order_id: `${id}3`, total: 5, products: [{ product_id: `${id}4` }] },
      })),
    );
    const lost = await send('track', '{"userId":1.23457E+17,"event":"Seen"}');
    expect(lost.body).toMatchObject({ errors: [{ path: 'userId', code: 'id' }] });
  });

  it('judges the events of a body with bare NaN one by one', async () => {
    const order = (total: string) =>
      `{"type":"track","userId":"u1","event":"Order Completed","properties":{"total":${total}}}`;
    const { status, body } = await send('batch', `{"batch":[${order('5')},${order('NaN')},${order('7')}]}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ rejectedCount: 1, rejected: [{ index: 1, path: 'batch.1.properties.total' }] });
    await until(() => arrived.length === 2);
  });

  it('gives the events of a repeated request the same ids where the sender names the request', async () => {
    const batch = (total: number) => ({
      batch: [1, 2].map(() => ({ type: 'track', userId: 'u8', event: 'Order Completed', properties: { total } })),
    });
    const keyed = (body: object, key: string) =>
      send('batch', body, { authorization: basic(KEY), 'idempotency-key': key });
    const answers = [
      await keyed(batch(10), 'k1'),
      await keyed({ ...batch(10), sentAt: new Date() }, 'k1'),
      await keyed(batch(10), 'k2'),
      await keyed(batch(11), 'k1'),
      await keyed(batch(10), 'x'.repeat(300)),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 422, 400]);
    expect(answers[3]!.body).toMatchObject({ code: 'idempotency_key_reused' });
    await until(() => arrived.length === 6);
    expect(new Set(arrived.map(({ id }) => id)).size).toBe(4);
    expect(arrived.slice(0, 2).map(({ id }) => id)).toEqual(arrived.slice(2, 4).map(({ id }) => id));
  });

  it('takes JSON whatever its content type, gzipped too, with the key in any of its places', async () => {
    const event = { userId: 'u1', event: 'Seen', messageId: 'm' };
    const answers = await Promise.all([
      send('t', event, { authorization: basic(KEY), 'content-type': 'text/plain' }),
      send('track', { ...event, writeKey: KEY }, { 'content-type': 'application/x-www-form-urlencoded' }),
      send('track', event, { authorization: `Bearer ${KEY}` }),
      send('import', gzipSync(JSON.stringify({ batch: [{ ...event, type: 'track' }] })), {
        authorization: basic(KEY),
        'content-encoding': 'gzip',
        'content-type': 'application/x-www-form-urlencoded',
      }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    await until(() => arrived.length === 4);
  });

  it.each(['import/', 'import', '/batch', 'batch//', '/batch/?x=1', 'b/'])('takes a batch at v1/%s', async (path) => {
    const answer = await send(path, { batch: [{ type: 'page', anonymousId: 'slashes' }] });
    expect([answer.status, answer.body]).toEqual([200, { success: true, rejected: [], rejectedCount: 0 }]);
    await until(() => arrived.length === 1);
  });

  it('takes doubled slashes before the path, and at the settings', async () => {
    const event = { method: 'POST', headers: { authorization: basic(KEY) }, body: '{"anonymousId":"slashes"}' };
    expect((await fetch(`${running.url}//v1/page`, event)).status).toBe(200);
    expect((await fetch(`${running.url}/v1/projects/${KEY}/settings/`)).status).toBe(200);
    expect((await fetch(`${running.url}/livez/`)).status).toBe(404);
    await until(() => arrived.length === 1);
  });

  it('lets browsers in', async () => {
    const settings = await fetch(`${running.url}/v1/projects/${KEY}/settings`);
    expect(settings.headers.get('access-control-allow-origin')).toBe('*');
    expect(await settings.json()).toMatchObject({ integrations: { 'Segment.io': { apiKey: KEY, protocol: 'http' } } });
    const spoofed = await fetch(`${running.url}/v1/projects/${KEY}/settings`, {
      headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    });
    expect(await spoofed.text()).not.toContain('evil.example');
    expect(spoofed.headers.get('cache-control')).toBe('public, max-age=300');
    const preflight = await fetch(`${running.url}/v1/t`, {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example' },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([
      204,
      'authorization, content-type, content-encoding, idempotency-key',
    ]);
    const asked = async (headers: string) => {
      const answer = await fetch(`${running.url}/v1/t`, {
        method: 'OPTIONS',
        headers: { origin: 'https://shop.example', 'access-control-request-headers': headers },
      });
      return answer.headers.get('access-control-allow-headers');
    };
    expect(await asked('content-type,x-retry-count')).toBe('content-type,x-retry-count');
    expect(await asked('AnonymousId,RSA-Version')).toBe('AnonymousId,RSA-Version');
    expect(await asked('a(b)')).toContain('authorization');
    expect((await send('t', '{', {})).headers.get('access-control-allow-origin')).toBe('*');
  });

  it('rejects the bad event in the middle of a batch alone, and shows it in the quarantine', async () => {
    const good = (n: number) => ({ type: 'track', userId: 'u1', event: 'Seen', messageId: `g${n}` });
    const { status, body } = await send('batch', { batch: [good(1), { ...good(2), properties: 'none' }, good(3)] });

    expect(status).toBe(200);
    expect(body).toMatchObject({ success: true, rejected: [{ index: 1, code: 'shape', path: 'batch.1.properties' }] });
    await until(() => arrived.length === 2);
    const latest = async () =>
      (await api('quarantine?limit=1&source=server')).body as { items: { id: number; path: string }[] };
    await until(async () => (await latest()).items[0]?.path === 'batch.1.properties');
    const { items } = await latest();
    const entry = await api(`quarantine/${items[0]!.id}`);
    expect(entry.body).toMatchObject({ source: 'server', name: 'Seen', person: 'userId:u1', taken: false });
    expect((entry.body as { event: string }).event).toContain('"g2"');
    expect((await api(`quarantine/${items[0]!.id}`, 'DELETE')).status).toBe(204);
  });

  const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
  const with_ = (properties: string) => `{"userId":"u1","event":"Seen","properties":${properties}}`;
  it.each([
    ['malformed JSON', 'track', '{"userId":', 400, 'json', ''],
    ['no JSON object', 'track', '[]', 400, 'shape', ''],
    ['an empty body', 'track', '', 400, 'json', ''],
    ['malformed UTF-8', 'track', Buffer.from([0x22, 0xff, 0x22]), 400, 'json', ''],
    ['a wrong type', 'track', '{"userId":"u1","event":7}', 400, 'shape', 'event'],
    ['no name', 'track', '{"userId":"u1"}', 400, 'shape', 'event'],
    ['nobody', 'track', '{"event":"Seen"}', 400, 'no_identity', 'userId'],
    ['a placeholder for an id', 'track', '{"userId":"null","event":"Seen"}', 400, 'blocked_id', 'userId'],
    ['33 levels', 'track', with_(deep(32)), 400, 'depth', `properties${'.a'.repeat(31)}`],
    ['a prototype', 'track', with_('{"__proto__":{"x":1}}'), 400, 'key', 'properties.__proto__'],
    ['a NUL', 'track', with_('{"a":"x\\u0000"}'), 400, 'text', 'properties.a'],
    ['half a character', 'track', with_('{"a":"\\ud800"}'), 400, 'text', 'properties.a'],
    ['a number beyond doubles', 'track', with_('{"a":1e400}'), 400, 'number', 'properties.a'],
    ['a time that is none', 'track', '{"userId":"u1","event":"Seen","timestamp":"soon"}', 400, 'time', 'timestamp'],
    [
      'an order that cannot be read',
      'track',
      '{"userId":"u1","event":"Order Completed","properties":{"total":"abc"}}',
      400,
      '*',
      'properties.total',
    ],
    ['40 KB', 'track', with_(`{"a":"${'x'.repeat(40_000)}"}`), 413, null, ''],
    ['a batch of 5 MB', 'batch', `{"batch":["${'x'.repeat(5_000_000)}"]}`, 413, null, ''],
    ['a batch of 10,001 events', 'batch', `{"batch":[${'0,'.repeat(10_000)}0]}`, 413, null, ''],
    ['a bomb', 'batch', gzipSync(Buffer.alloc(20_000_000, 32)), 413, null, ''],
    ['what looks like gzip', 'batch', Buffer.from([0x1f, 0x8b, 1, 2, 3]), 400, null, ''],
    ['no batch', 'batch', '{"batch":{}}', 400, 'shape', 'batch'],
    ['5 MB', 'batch', Buffer.alloc(5_000_000, 32), 413, null, ''],
  ])('refuses %s', async (_, path, body, status, code, field) => {
    const answer = await send(path, body);

    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    if (code !== null) {
      const [fault] = (answer.body as { errors: { code: string; path: string }[] }).errors;
      expect(fault).toMatchObject({ path: field, ...(code === '*' ? {} : { code }) });
    }
  });

  it('names the header that it does not understand', async () => {
    const answers = [
      await send('track', 'x', { authorization: basic(KEY), 'content-encoding': 'br' }),
      await send('track', 'x', { authorization: basic(KEY), 'content-encoding': 'deflate' }),
      await send('track', { userId: 'u1', event: 'Seen' }, { authorization: `Bearer ${ADMIN}`, 'segue-origin': 'old' }),
    ];
    expect(
      answers.map(({ status, body }) => [status, (body as { errors: { path: string }[] }).errors[0]!.path]),
    ).toEqual([
      [400, 'content-encoding'],
      [400, 'content-encoding'],
      [400, 'segue-origin'],
    ]);
  });

  it('takes no null for what may be left out', async () => {
    const { id } = (await api('sources', 'POST', { name: 'Till', kind: 'server' })).body as { id: string };
    const refused = [
      await api(`sources/${id}`, 'PATCH', { name: null }),
      await api(`sources/${id}`, 'PATCH', { disabled: null }),
      await api('time', 'POST', { at: 5, last: null }),
      await api('time', 'POST', { at: 1e300 }),
      await api('time', 'POST', { at: '2024-02-30' }),
    ];
    expect(
      refused.map(({ status, body }) => [status, (body as { errors: { path: string }[] }).errors[0]!.path]),
    ).toEqual([
      [400, 'name'],
      [400, 'disabled'],
      [400, 'last'],
      [400, 'at'],
      [400, 'at'],
    ]);
  });

  it('rejects one large event of a batch alone', async () => {
    const large = { type: 'track', userId: 'u1', event: 'Seen', properties: { a: 'x'.repeat(40_000) } };
    const { body } = await send('batch', { batch: [{ ...large, properties: {} }, large] });
    expect(body).toMatchObject({ rejected: [{ index: 1, code: 'too_large', path: 'batch.1' }] });
    await until(() => arrived.length === 1);
  });

  it('asks for a key, and takes none that was revoked', async () => {
    const event = { userId: 'u1', event: 'Seen' };
    expect((await send('track', event, {})).status).toBe(401);
    expect((await send('track', event, { authorization: basic('wrong') })).status).toBe(401);
    expect((await send('track', event, { authorization: basic(KEY), 'segue-origin': 'replay' })).status).toBe(403);

    const made = (await api('sources', 'POST', { name: 'Shop', kind: 'public' })).body as {
      id: string;
      writeKey: string;
      keys: { id: string }[];
    };
    const auth = { authorization: basic(made.writeKey) };
    expect((await send('track', event, auth)).status).toBe(200);
    const refused = [
      await send('track', { ...event, event: 'Order Refunded', properties: { order_id: 'o1' } }, auth),
      await send('identify', { userId: 'u1', context: { externalIds: [{ type: 'memberCard', id: 'm2' }] } }, auth),
    ];
    expect(
      refused.map(({ status, body }) => [status, (body as { errors: { code: string }[] }).errors[0]!.code]),
    ).toEqual([
      [400, 'not_allowed'],
      [400, 'not_allowed'],
    ]);
    const bought = { type: 'track', userId: 'u2', event: 'order completed', properties: { order_id: 'o2', total: 5 } };
    expect((await send('batch', { batch: [bought, bought] }, auth)).body).toMatchObject({ rejectedCount: 2 });
    const counted = async () =>
      (await api(`quarantine/counts?source=${made.id}`)).body as { items: { count: number }[] };
    await until(async () => (await counted()).items.reduce((sum, { count }) => sum + count, 0) === 4);
    expect((await counted()).items).toContainEqual(
      expect.objectContaining({ code: 'not_allowed', path: 'event', name: 'order completed', count: 2 }),
    );
    expect((await api(`quarantine?source=${made.id}&limit=1`)).body).toMatchObject({
      items: [{ name: 'order completed', person: 'userId:u2', code: 'not_allowed' }],
    });
    await api(`sources/${made.id}/keys/${made.keys[0]!.id}`, 'DELETE');
    expect((await send('track', event, auth)).status).toBe(401);
    await until(() => arrived.length === 1);
  });

  it('keeps dead letters, shows them and sends them again', async () => {
    const { bus } = running.contexts[0]!;
    const letter = {
      v: 1,
      id: 'profile/touchpoints/0/7',
      group: 'profile',
      topic: 'touchpoints',
      partition: 0,
      offset: '7',
      key: 'userId:u9',
      value: Buffer.from('{"v":1,"broken":true}').toString('base64'),
      headers: {},
      code: 'shape',
      path: 'identity',
      reason: 'required',
      occurredAt: 1,
      recordedAt: 1,
      origin: 'live',
      cause: null,
    };
    await bus.publish('dead-letters', [{ key: letter.id, value: Buffer.from(JSON.stringify(letter)) }]);
    const path = `dead-letters/${encodeURIComponent(letter.id)}`;
    await until(async () => (await api(path)).status === 200);

    expect((await api('dead-letters?state=open')).body).toMatchObject({
      items: [{ id: letter.id, code: 'shape' }],
      next: null,
    });
    expect((await api(path)).body).toMatchObject({ value: '{"v":1,"broken":true}', key: 'userId:u9' });
    expect((await api(`${path}/replay`, 'POST', { message: { v: 1 } })).status).toBe(400);

    const mended: Touchpoint = {
      v: 1,
      identity: 'userId:u9',
      source: 'server',
      id: 'mended',
      type: 'track',
      event: 'Seen',
      ids: ['userId:u9'],
      properties: {},
      context: {},
      digest: 'd',
      occurredAt: 1,
      recordedAt: 1,
      origin: 'live',
      cause: null,
    };
    expect((await api(`${path}/replay`, 'POST', { message: mended })).body).toMatchObject({
      state: 'replayed',
      settledBy: 'admin',
    });
    await until(() => arrived.some(({ id }) => id === 'mended'));
  });
});
