// What ingestion refuses: invalid events, requests and keys; and dead letters.
import { gzipSync } from 'node:zlib';
import type { Touchpoint } from '@segue/contracts';
import { ADMIN, KEY, ingestionUnderTest } from '../testing/running';

jest.setTimeout(60_000);

describe('ingestion, of invalid input,', () => {
  const { arrived, basic, send, api, until, running } = ingestionUnderTest();

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

  it('names the limit that an event exceeds, also where the context of the batch is most of it', async () => {
    const event = (bytes: number) => ({
      type: 'track',
      userId: 'u1',
      event: 'Seen',
      properties: { a: 'x'.repeat(bytes) },
    });
    const context = { note: 'x'.repeat(15_000) };
    const before = arrived.length;
    const { body } = await send('batch', { context, batch: [event(18_000), event(20_000)] });
    expect(body).toMatchObject({
      rejected: [{ index: 1, message: 'an event, with its ids and the context of its batch, may make at most 34 KB' }],
    });
    await until(() => arrived.length === before + 1);
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
    const { bus } = running().contexts[0]!;
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
