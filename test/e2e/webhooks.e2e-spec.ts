// A shop on Shopify, from its first webhook to the customer: money, refunds by either webhook, and
// a shop that sends everything again.
import { createHmac } from 'node:crypto';
import { describeWith } from '@segue/testing';
import { eventually } from './src/stage';
import { System } from './src/system';

const PATIENCE_MS = 120_000;
const SECRET = 'shpss_of-this-test';
const ID = '820982911946154508';
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
const CREATED = ago(300);

const order = (over: object = {}) => ({
  ...{ id: 'ID', name: '#1001', test: false, currency: 'USD', financial_status: 'paid', taxes_included: false },
  ...{ created_at: CREATED, processed_at: CREATED, updated_at: CREATED, cancelled_at: null, email: 'ana@example.com' },
  ...{ total_price: '120.00', current_total_price: '120.00', subtotal_price: '110.00', total_tax: '10.00' },
  ...{ total_discounts: '0.00', discount_codes: [], refunds: [], buyer_accepts_marketing: true },
  line_items: [{ id: 1, product_id: 7, sku: 'KETTLE', name: 'Kettle', price: '55.00', quantity: 2, gift_card: false }],
  customer: { id: 115310627314723954n.toString(), email: 'ana@example.com', first_name: 'Ana', last_name: 'Holm' },
  ...over,
});
const refund = {
  ...{ id: 890088186047892319n.toString(), order_id: 'ID', created_at: ago(60), processed_at: ago(60) },
  ...{ note: null, order_adjustments: [] },
  refund_line_items: [{ quantity: 1, restock_type: 'return', subtotal: '55.00', line_item: order().line_items[0] }],
  transactions: [{ id: 1, kind: 'refund', status: 'success', amount: '60.00', currency: 'USD' }],
};

interface Customer {
  orders: number;
  name: string;
  consents: Record<string, { granted: boolean }>;
  money: Record<string, unknown>;
}

describeWith('postgres', 'a shop that sends webhooks', () => {
  let system: System;
  let address: string;

  beforeAll(async () => {
    system = await System.standalone();
    const made = await api('POST', '/api/sources', { name: 'Kettles', kind: 'server', webhook: 'shopify' });
    const { id } = (await made.json()) as { id: string };
    address = `${system.urlOf('ingestion')}/v1/webhooks/${id}`;
    await api('POST', `/api/sources/${id}/signing-keys`, { secret: SECRET });
  }, PATIENCE_MS);
  afterAll(() => system?.close(), PATIENCE_MS);

  const api = (method: string, path: string, body?: object) =>
    fetch(`${system.urlOf('ingestion')}${path}`, {
      method,
      headers: { authorization: `Bearer ${system.adminToken}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });

  async function post(topic: string, payload: object): Promise<{ taken: number; ignored: string[] }> {
    // The order's id has more digits than a double.
    const body = JSON.stringify(payload).replaceAll('"ID"', ID);
    const signature = createHmac('sha256', SECRET).update(body).digest('base64');
    const headers = { 'x-shopify-topic': topic, 'x-shopify-hmac-sha256': signature };
    const answer = await fetch(address, { method: 'POST', body, headers });
    expect(answer.status).toBe(200);
    return (await answer.json()) as never;
  }

  const ana = async () => (await (await api('GET', '/api/customers/email:ana@example.com')).json()) as Customer;
  const timeline = async () => {
    const page = (await (await api('GET', '/api/customers/email:ana@example.com/timeline?limit=50')).json()) as {
      items: { event: string }[];
    };
    return page.items.map(({ event }) => event).sort();
  };

  it('has its orders, refunds and consents at the customer once', async () => {
    expect(await post('orders/create', order())).toMatchObject({ taken: 3, ignored: [] });
    // At once: the order's buyer is kept where the webhook was received.
    expect(await post('refunds/create', refund)).toMatchObject({ taken: 1, ignored: [] });
    const updated = order({ refunds: [refund], financial_status: 'partially_refunded', updated_at: ago(50) });
    await post('orders/updated', updated);
    await eventually(async () => {
      expect(await ana()).toMatchObject({
        ...{ orders: 1, name: 'Ana Holm', money: { currency: 'USD', gross: 12_000, refunded: 6_000 } },
        consents: { 'email/marketing': { granted: true } },
      });
    });
    const seen = ['Consent Granted', 'Order Completed', 'Order Refunded', 'Order Updated', 'identify'];
    await eventually(async () => expect(await timeline()).toEqual(seen));

    for (const [topic, payload] of [
      ...[
        ['refunds/create', refund],
        ['orders/updated', updated],
        ['orders/create', order()],
      ],
    ] as const)
      await post(topic as string, payload as object);
    await system.quiet();
    expect(await timeline()).toEqual(seen);
    expect(await ana()).toMatchObject({ orders: 1, money: { gross: 12_000, refunded: 6_000 } });
    const letters = (await (await api('GET', '/api/dead-letters')).json()) as { items: object[] };
    expect(letters.items).toEqual([]);
  });
});
