// Ingestion from outside: real HTTP, Postgres and log, and Segment's own SDK.
import { gzipSync } from 'node:zlib';
import { Analytics } from '@segment/analytics-node';
import { touchpoints, turnOf } from '@segue/contracts';
import { ADMIN, KEY, ingestionUnderTest } from '../testing/running';

jest.setTimeout(60_000);

describe('ingestion', () => {
  const { arrived, marks, basic, send, api, until, running } = ingestionUnderTest();

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
      const partitions = await running().contexts[0]?.bus.lag('profile', touchpoints.name);
      await until(() => arrived.length === 2 && marks.length === 2 * (partitions?.length ?? 0));

      const [order, visit] = ['cd1', 'visitor'].map((who) => arrived.find(({ identity }) => identity.endsWith(who)));
      expect(order).toMatchObject({ origin: 'replay', occurredAt: Date.parse(at) });
      expect(visit).toMatchObject({ origin: 'live', occurredAt: Date.parse(at) });
      expect(JSON.parse(marks.at(-1)!)).toEqual({ v: 1, at: Date.parse('1998-05-11T12:00:00Z'), last: true });
    });

    it('starts no replay on a store that lives', async () => {
      expect((await api('time', 'POST', { at: '2001-01-01T00:00:00Z' })).body).toMatchObject({ code: 'store_is_live' });
      const { contexts } = running();
      expect((await api('time', 'POST', { at: 5 }, 'nobody')).status).toBe(401);
      expect(contexts).toHaveLength(1);
    });
  });

  it("takes all calls of Segment's own SDK", async () => {
    const analytics = new Analytics({ writeKey: KEY, host: running().url, flushAt: 10, maxRetries: 0 });
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
    expect((await fetch(`${running().url}//v1/page`, event)).status).toBe(200);
    expect((await fetch(`${running().url}/v1/projects/${KEY}/settings/`)).status).toBe(200);
    expect((await fetch(`${running().url}/livez/`)).status).toBe(404);
    await until(() => arrived.length === 1);
  });

  it('lets browsers in', async () => {
    const settings = await fetch(`${running().url}/v1/projects/${KEY}/settings`);
    expect(settings.headers.get('access-control-allow-origin')).toBe('*');
    expect(await settings.json()).toMatchObject({ integrations: { 'Segment.io': { apiKey: KEY, protocol: 'http' } } });
    const spoofed = await fetch(`${running().url}/v1/projects/${KEY}/settings`, {
      headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    });
    expect(await spoofed.text()).not.toContain('evil.example');
    expect(spoofed.headers.get('cache-control')).toBe('public, max-age=300');
    const preflight = await fetch(`${running().url}/v1/t`, {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example' },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([
      204,
      'authorization, content-type, content-encoding, idempotency-key',
    ]);
    const asked = async (headers: string) => {
      const answer = await fetch(`${running().url}/v1/t`, {
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
});
