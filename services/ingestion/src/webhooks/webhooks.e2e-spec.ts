// Webhooks from outside: real HTTP, real bytes and signatures.
import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { order, refund } from '../../testing/shopify';
import { charge, stripeEvent } from '../../testing/stripe';
import { ingestionUnderTest } from '../../testing/running';
import { wooOrder } from '../../testing/woocommerce';

jest.setTimeout(60_000);

interface Made {
  id: string;
  address: string;
  writeKey: string | null;
  signingKey: string | null;
  signingKeys: { id: string }[];
}

const hmac = (secret: string, body: string, form: 'hex' | 'base64' = 'base64') =>
  createHmac('sha256', secret).update(body).digest(form);

describe('webhooks', () => {
  const { arrived, basic, send, api, until, running } = ingestionUnderTest();
  const disable = (id: string) => api(`sources/${id}`, 'PATCH', { disabled: true });
  /** Each test has a shop of its own; one of a system is connected at a time. */
  const made = async (webhook: string, over: object = {}): Promise<Made> => {
    const { items } = (await api('sources')).body as { items: { id: string; webhook: string }[] };
    for (const one of items) if (one.webhook === webhook) await disable(one.id);
    return (await api('sources', 'POST', { name: webhook, kind: 'server', webhook, ...over })).body as Made;
  };
  const secretFor = (id: string, secret?: string) =>
    api(`sources/${id}/signing-keys`, 'POST', secret === undefined ? {} : { secret });
  const post = (id: string, body: string, headers: Record<string, string>) => send(`webhooks/${id}`, body, headers);
  const shopify = (secret: string, topic: string, body: string) => ({
    ...{
      'x-shopify-topic': topic,
      'x-shopify-shop-domain': 'kettles.myshopify.com',
      'content-type': 'application/json',
    },
    ...{ 'x-shopify-webhook-id': 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043', 'x-shopify-hmac-sha256': hmac(secret, body) },
  });

  const deliver = (id: string, secret: string, topic: string, payload: object) => {
    const body = JSON.stringify(payload);
    return post(id, body, shopify(secret, topic, body));
  };

  it('of Shopify are touchpoints, once, by either secret of a rotation', async () => {
    const { id, address, writeKey, signingKey } = await made('shopify');
    expect([address.endsWith(`/v1/webhooks/${id}`), writeKey, signingKey]).toEqual([true, null, null]);
    // 18 digits, as in Shopify's test webhook.
    const body = JSON.stringify(order({ id: 'ID' })).replace('"ID"', '820982911946154508');
    const headers = shopify('shpss_first', 'orders/create', body);
    expect((await post(id, body, headers)).body).toMatchObject({ status: 401, detail: /does not know the secret/ });
    expect((await secretFor(id)).status).toBe(400);
    expect((await secretFor(id, 'shpss_first')).body).toMatchObject({ signingKey: null });
    expect((await post(id, body, headers)).body).toEqual({ success: true, taken: 3, refused: 0, ignored: [] });
    await secretFor(id, 'shpss_second');
    expect((await secretFor(id, 'shpss_third')).status).toBe(409);
    expect((await post(id, body, shopify('shpss_second', 'orders/create', body))).status).toBe(200);
    await until(() => arrived.length === 6);

    expect(new Set(arrived.map((one) => one.id)).size).toBe(3);
    expect(arrived[2]).toMatchObject({
      ...{ event: 'Order Completed', source: id, identity: 'email:ana.holm@example.com', trust: 'server' },
      id: expect.stringMatching(/^shopify\/order\/820982911946154508\/completed\//),
    });
    const sources = JSON.stringify((await api('sources')).body);
    expect(sources).not.toContain('shpss_');
    const { signingKeys } = (await api(`sources/${id}`)).body as Made;
    await api(`sources/${id}/signing-keys/${signingKeys[0]?.id}`, 'DELETE');
    expect((await post(id, body, headers)).body).toMatchObject({ detail: /another secret/ });
  });

  it('with a changed body, an unknown address or of a disabled source are refused, and seen', async () => {
    const { id } = await made('shopify');
    await secretFor(id, 'shpss_secret');
    const body = JSON.stringify(order());
    const headers = shopify('shpss_secret', 'orders/create', body);
    const changed = body.replace('77.90', '0.90');
    for (let tries = 0; tries < 3; tries++) expect((await post(id, changed, headers)).status).toBe(401);
    expect((await post('src_nobody', body, headers)).body).toMatchObject({ status: 401, detail: /no webhook/ });
    expect((await send('track', {}, { authorization: 'Bearer shpss_secret' })).status).toBe(401);
    await until(async () => ((await api(`sources/${id}/events`)).body as { items: [] }).items.length > 0);
    const { items } = (await api(`sources/${id}/events`)).body as { items: object[] };
    expect(items).toMatchObject([{ outcome: 'refused', code: 'signature', person: null }]);
    await until(async () => {
      const page = (await api('sources/activity')).body as { items: { source: string; refused: number }[] };
      return page.items.find(({ source }) => source === id)?.refused === 3;
    });
    await api(`sources/${id}`, 'PATCH', { disabled: true });
    expect((await post(id, body, headers)).status).toBe(401);
    expect(arrived).toEqual([]);
  });

  it('that cannot be read are kept and not asked for again, also what is no JSON', async () => {
    const { id } = await made('shopify');
    await secretFor(id, 'shpss_secret');
    const bad = order({ total_price: 'much', total_price_set: null });
    const answer = await deliver(id, 'shpss_secret', 'orders/paid', bad);
    expect([answer.status, answer.body]).toEqual([200, { success: true, taken: 0, refused: 1, ignored: [] }]);
    const entries = async () =>
      ((await api(`quarantine?source=${id}`)).body as { items: { id: number; path: string; name: string }[] }).items;
    await until(async () => (await entries()).length === 1);
    expect((await entries())[0]).toMatchObject({ path: 'total_price', name: 'orders/paid' });
    const corrected = { event: 'orders/paid', payload: order() };
    const [entry] = await entries();
    const replay = (body: object) => api(`quarantine/${entry?.id}/replay`, 'POST', body);
    expect((await replay({})).body).toMatchObject({ status: 400, errors: [{ path: 'total_price' }] });
    expect((await replay({ event: corrected })).status).toBe(204);
    await until(() => arrived.length === 2);
    expect(await entries()).toEqual([]);
    const form = 'id=1&name=%231001';
    const refused = await post(id, form, shopify('shpss_secret', 'orders/paid', form));
    expect([refused.status, refused.body]).toEqual([200, { success: true, taken: 0, refused: 1, ignored: [] }]);
    await until(async () => (await entries()).length === 1);
    expect((await entries())[0]).toMatchObject({
      code: 'json',
      message: expect.stringMatching(/choose the format JSON/),
    });
    const { body: whole } = await api(`quarantine/${(await entries())[0]?.id}`);
    expect(JSON.parse((whole as { event: string }).event)).toMatchObject({ event: 'orders/paid', payload: form });
    const unknown = await deliver(id, 'shpss_secret', 'refunds/create', refund({ order_id: 404 }));
    expect(unknown.body).toMatchObject({ ignored: ['order_unknown'] });
  });

  it('of a refund belong to the buyer of that shop’s order, whatever another shop’s is called', async () => {
    const shop = async (secret: string, over: object) => {
      const { id } = await made('shopify');
      await secretFor(id, secret);
      await deliver(id, secret, 'orders/create', order({ customer: null, buyer_accepts_marketing: false, ...over }));
      return (payload: object) => deliver(id, secret, 'refunds/create', payload);
    };
    await shop('shpss_kettles', { id: 12, email: 'cy@example.com' });
    const ofBo = await shop('shpss_lamps', { id: 11, email: 'bo@example.com' });
    const back = (order_id: number) => refund({ id: order_id, order_id });
    expect((await ofBo(back(11))).body).toMatchObject({ taken: 1 });
    expect((await ofBo(back(12))).body).toMatchObject({ taken: 0, ignored: ['order_unknown'] });
    await until(() => arrived.length === 5);
    expect(arrived.filter(({ event }) => event === 'Order Refunded')).toMatchObject([
      { identity: 'email:bo@example.com' },
    ]);
  });

  it('of WooCommerce come with a secret that Segue makes; its ping has none', async () => {
    const { id, signingKey } = await made('woocommerce');
    expect((await post(id, 'webhook_id=3', {})).body).toMatchObject({ taken: 0, ignored: ['ping'] });
    expect((await post(id, 'webhook_id=3', {})).status).toBe(200);
    const seen = async () => ((await api(`sources/${id}/events`)).body as { items: object[] }).items;
    await until(async () => (await seen()).length > 0);
    expect(await seen()).toMatchObject([{ outcome: 'ignored', code: 'ping' }]);
    const { items } = (await api('sources/activity')).body as { items: { source: string }[] };
    expect(items.find(({ source }) => source === id)).toMatchObject({ ignored: 2, lastAt: null });
    const body = JSON.stringify(wooOrder());
    const headers = (secret: string) => ({
      ...{ 'x-wc-webhook-topic': 'order.created', 'x-wc-webhook-source': 'https://lamps.example.com/' },
      ...{ 'x-wc-webhook-delivery-id': '36e520eb', 'x-wc-webhook-signature': hmac(secret, body) },
    });
    expect((await post(id, body, headers(String(signingKey)))).body).toMatchObject({ taken: 2 });
    expect((await post(id, body, headers('guess'))).status).toBe(401);
    await until(() => arrived.length === 2);
  });

  it('of Stripe are near in time', async () => {
    const { id } = await made('stripe');
    await secretFor(id, 'whsec_5f8d1e2a9b');
    const body = JSON.stringify(stripeEvent('charge.succeeded', charge()));
    const header = (at: number) => ({
      'stripe-signature': `t=${at},v1=${hmac('whsec_5f8d1e2a9b', `${at}.${body}`, 'hex')}`,
    });
    const now = Math.floor(Date.now() / 1000);
    expect((await post(id, body, header(now))).body).toMatchObject({ taken: 1 });
    expect((await post(id, body, header(now - 3_600))).body).toMatchObject({ status: 401, detail: /300 seconds/ });
    await until(() => arrived.length === 1);
  });

  it('of systems of one’s own are Segment events, by Standard Webhooks or CloudEvents', async () => {
    const standard = await made('standard');
    const body = JSON.stringify({ type: 'track', userId: 'ana', event: 'Store Visited' });
    const signed = {
      ...{
        'webhook-id': 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W',
        'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
      },
      'webhook-signature': new Webhook(String(standard.signingKey)).sign(
        'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W',
        new Date(),
        body,
      ),
    };
    expect((await post(standard.id, body, signed)).body).toMatchObject({ taken: 1 });
    const cloud = await made('cloudevents');
    const event = JSON.stringify({
      specversion: '1.0',
      id: '1',
      source: '/till',
      type: 'visit',
      data: { userId: 'bo' },
    });
    const type = { 'content-type': 'application/cloudevents+json' };
    expect((await post(cloud.id, event, { ...type, authorization: basic(String(cloud.writeKey)) })).body).toMatchObject(
      {
        taken: 1,
      },
    );
    expect((await post(cloud.id, event, { ...type, authorization: basic('a-server-key') })).status).toBe(401);
    const asked = await fetch(`${running().url}/v1/webhooks/${cloud.id}`, {
      method: 'OPTIONS',
      headers: { 'webhook-request-origin': 'eventemitter.example.com' },
    });
    expect(asked.headers.get('webhook-allowed-origin')).toBe('*');
    await until(() => arrived.length === 2);
    expect(arrived.map(({ id, event: name }) => [id, name])).toEqual([
      ['msg_2KWPBgLlAfxdpx2AI54pPJ85f4W', 'Store Visited'],
      ['["/till","1"]', 'visit'],
    ]);
  });

  it('of one’s own that were refused are taken again one by one, each as an event of its own', async () => {
    const { id, signingKey } = await made('standard');
    const visits = (number: number) => ({ batch: [{ type: 'track', userId: `v${number}`, event: 'Visit' }] });
    for (const number of [1, 2]) {
      const text = `not JSON ${number}`;
      const at = new Date();
      await post(id, text, {
        ...{ 'webhook-id': `msg_${number}`, 'webhook-timestamp': String(Math.floor(at.getTime() / 1000)) },
        'webhook-signature': new Webhook(String(signingKey)).sign(`msg_${number}`, at, text),
      });
    }
    const entries = async () => ((await api(`quarantine?source=${id}`)).body as { items: { id: number }[] }).items;
    await until(async () => (await entries()).length === 2);
    for (const [place, entry] of (await entries()).entries()) {
      const event = { event: 'standard', payload: visits(place) };
      expect((await api(`quarantine/${entry.id}/replay`, 'POST', { event })).status).toBe(204);
    }
    await until(() => arrived.length === 2);
    expect(arrived.map((one) => one.id).sort()).toEqual(['msg_1/0', 'msg_2/0']);
  });
});
