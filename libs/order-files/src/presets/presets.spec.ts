import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eachOrderEvent } from '../orders';
import { inDayOrder } from '../day-order';
import type { ReadingOptions } from '../lines/order-file';
import { readOrderFile } from '../reading';
import { PRESETS } from './presets';

const DATA = join(__dirname, '../../../../test/data/exports');
const bytesOf = (name: string) => readFileSync(join(DATA, name));

async function read(bytes: Uint8Array, currency: string, more: Partial<ReadingOptions> = {}) {
  async function* open() {
    for (let from = 0; from < bytes.length; from += 100) yield bytes.subarray(from, from + 100);
  }
  const options = { currency, today: '2026-11-22', zone: 'UTC', ...more };
  return (await readOrderFile(open, undefined, options)).file;
}

/** Orders as `id: amount currency [paid back] customer day`. */
async function ordersIn(bytes: Uint8Array, currency: string, more: Partial<ReadingOptions> = {}) {
  const file = await read(bytes, currency, more);
  return file.orders.map((row) => {
    const refunded = row.isReturn ? ' returned' : row.refunded === undefined ? '' : ` [${row.refunded}]`;
    const who = `${row.kind ?? file.kind}:${row.customer}`;
    return `${row.orderId}: ${row.total} ${row.currency ?? currency}${refunded} ${who} ${row.day}`;
  });
}

describe('an export of Shopify', () => {
  const bytes = bytesOf('shopify_orders_export.csv');
  const orders = [
    '#90033: 1500.00 BDT phone:+8801000000001 2026-04-05',
    '#90037: 1700.00 BDT email:b@example.com 2026-04-05',
    '#90038: 2000.00 BDT [500.00] email:c@example.com 2026-04-07',
    '#90040: 300.00 BDT [300.00] email:d@example.com 2026-04-08',
  ];

  it('has one order an id, with its money once and what was paid back', async () => {
    expect(await ordersIn(bytes, 'BDT')).toEqual(orders);
    const file = await read(bytes, 'BDT');
    expect(file).toMatchObject({ system: 'Shopify', faults: [], skipped: 0, noOne: 0 });
    expect([[...file.leftOut], [...file.doubtful]]).toEqual([[['voided', 1]], [['pending', 1]]]);
    expect(file.orders[1]?.products).toEqual([
      { product_id: 'FSP', name: 'Female Solid Perfume', quantity: 1, price: '600.00' },
      { product_id: 'ACV', name: 'Apple Cider Vinegar', quantity: 1, price: '1400.00' },
    ]);
    expect(file.orders[3]?.products).toMatchObject([{ name: 'Mug, "large"' }]);
  });

  it('leaves cash on delivery out where the import says so', async () => {
    expect(await ordersIn(bytes, 'BDT', { leaveOut: ['pending'] })).toEqual(orders.slice(1));
  });

  it('is the same in UTF-16, with semicolons, and with the amounts on each line', async () => {
    const text = bytes.toString();
    expect(await ordersIn(Buffer.from(`\ufeff${text}`, 'utf16le'), 'BDT')).toEqual(orders);
    expect(await ordersIn(Buffer.from(text.replaceAll(',', ';')), 'BDT')).toEqual(orders);
    const repeated = text.replace(/(#90037,b@example.com),,,,,,,,,,/, '$1,paid,,,,,BDT,,,,1700.00');
    expect(repeated).not.toBe(text);
    expect(await ordersIn(Buffer.from(repeated), 'BDT')).toEqual(orders);
  });

  it('has the same customer with and without + and an apostrophe before the phone', async () => {
    for (const phone of ['8801712345678', "'+8801712345678", '01712345678']) {
      const changed = Buffer.from(bytes.toString().replaceAll('+8801000000001', phone));
      const [first] = await ordersIn(changed, 'BDT', { country: 'BD' });
      expect(first).toBe('#90033: 1500.00 BDT phone:+8801712345678 2026-04-05');
    }
  });

  it('names the line and column of a fault, and its neighbours go on', async () => {
    const changed = Buffer.from(bytes.toString().replace('2000.00,0.00,0.00,2000.00', '2000.00,0.00,0.00,"2,000"'));
    const { faults, orders: good } = await read(changed, 'BDT');
    expect(faults).toMatchObject([{ line: 7, column: 'Total' }]);
    expect(good.map(({ orderId }) => orderId)).toEqual(['#90033', '#90037', '#90040']);
  });

  it('reports one fault of an order, not another for the lines that leave its total empty', async () => {
    const changed = Buffer.from(bytes.toString().replace('0.00,1700.00', '0.00,"1,700"'));
    const { faults, skipped } = await read(changed, 'BDT');
    expect(faults).toMatchObject([{ line: 5, column: 'Total' }]);
    expect(skipped).toBe(2);
  });

  it('leaves out all lines of a voided order, whose further lines have no state', async () => {
    const changed = Buffer.from(bytes.toString().replace('b@example.com,paid', 'b@example.com,voided'));
    const { orders: good, faults, leftOut } = await read(changed, 'BDT');
    expect([good.map(({ orderId }) => orderId), faults]).toEqual([['#90033', '#90038', '#90040'], []]);
    expect([...leftOut]).toEqual([['voided', 3]]);
  });

  it('gives each refund one event, whose id follows from the order', async () => {
    const file = await read(bytes, 'BDT');
    const options = { zone: 'UTC', currency: 'BDT', prefix: 'bd-', kind: file.kind };
    const events = [...eachOrderEvent(inDayOrder(file.orders), options)];
    expect(events.map(({ event, messageId }) => `${event} ${messageId}`)).toEqual([
      'Order Completed order/bd-#90033',
      'Order Completed order/bd-#90037',
      'Order Completed order/bd-#90038',
      'Order Refunded refund/bd-#90038',
      'Order Completed order/bd-#90040',
      'Order Refunded refund/bd-#90040',
    ]);
    expect(events[0]?.context).toEqual({ externalIds: [{ type: 'phone', id: '+8801000000001' }] });
    expect(events[3]).toMatchObject({
      timestamp: '2026-04-07T00:00:00.000Z',
      properties: { order_id: 'bd-#90038', refund_id: 'bd-#90038', amount: '500.00', currency: 'BDT' },
      context: { externalIds: [{ type: 'email', id: 'c@example.com' }] },
    });
  });
});

describe('the export of', () => {
  it('WooCommerce has guests by their e-mail, and its products', async () => {
    const bytes = bytesOf('woocommerce.csv');
    expect(await ordersIn(bytes, 'USD')).toEqual([
      '101: 59.10 EUR userId:7 2024-03-05',
      '103: 20.00 EUR [20.00] email:guest2@example.com 2024-03-07',
    ]);
    const { orders, leftOut } = await read(bytes, 'USD');
    expect(orders[0]?.products).toEqual([{ product_id: 'S1', name: 'Jazz', quantity: 2, total: '50.00' }]);
    expect([...leftOut]).toEqual([['cancelled', 1]]);
  });

  it('Stripe is recognised by either name of its time', async () => {
    const text = bytesOf('stripe_payments.csv').toString();
    const unified = Buffer.from(text.replace('Created (UTC)', 'Created date (UTC)'));
    expect(await ordersIn(unified, 'USD')).toEqual(await ordersIn(bytesOf('stripe_payments.csv'), 'USD'));
    expect((await read(unified, 'USD')).system).toBe('Stripe');
  });

  it('Taobao is read from GBK, with all digits of its ids and in yuan', async () => {
    const file = await read(bytesOf('taobao_orders_gbk.csv'), 'EUR', { zone: 'Asia/Shanghai' });
    expect(file).toMatchObject({ system: 'Taobao/Tmall', faults: [] });
    expect([...file.leftOut]).toEqual([['交易关闭', 1]]);
    expect(file.orders).toEqual([
      {
        line: 2,
        customer: 'tb小红',
        day: '2024-11-11',
        total: '189.00',
        quantity: 2,
        currency: 'CNY',
        orderId: '1234567890123456789',
        products: [{ name: '纯棉T恤 男女同款, 多色', quantity: 2 }],
      },
    ]);
    const byPhone = { kind: 'phone' as const, country: 'CN', zone: 'Europe/Paris' };
    expect(await ordersIn(bytesOf('taobao_orders_gbk.csv'), 'CNY', byPhone)).toEqual([
      '1234567890123456789: 189.00 CNY phone:+8613800000001 2024-11-10',
    ]);
  });

  it('Taobao with masked buyers has a fault on each line, since two buyers may share a mask', async () => {
    const masked = [
      '订单编号,买家会员名,买家实际支付金额,订单创建时间,联系手机',
      '1,t**,5.00,2024-11-11,',
      '2,,5.00,2024-11-11,138****0001',
    ];
    const { orders, faults } = await read(Buffer.from(masked.join('\n')), 'CNY');
    expect(orders).toEqual([]);
    const withPhone = Buffer.from([masked[0], '1,t**,5.00,2024-11-11,13800000001'].join('\n'));
    expect(await ordersIn(withPhone, 'CNY', { country: 'CN' })).toEqual([
      '1: 5.00 CNY phone:+8613800000001 2024-11-11',
    ]);
    expect(faults.map(({ line, column }) => `${line} ${column}`)).toEqual(['2 买家会员名', '3 联系手机']);
    expect(faults[0]?.message).toContain('is masked');
  });

  it('Square joins the items of a sale, leaves out sales to no one, and has refunds', async () => {
    const bytes = bytesOf('square_items.csv');
    expect(await ordersIn(bytes, 'USD', { zone: 'Asia/Shanghai' })).toEqual([
      'TX2: 1244.00 USD userId:CUSTA 2026-07-19',
      'TX3: 4.00 USD returned userId:CUSTA 2026-07-19',
    ]);
    expect(await read(bytes, 'USD')).toMatchObject({ noOne: 1, faults: [] });
    const file = await read(bytes, 'USD');
    const events = [...eachOrderEvent(file.orders, { zone: 'UTC', currency: 'USD', prefix: '' })];
    expect(events.map(({ event, properties }) => [event, properties.order_id, properties.amount])).toEqual([
      ['Order Completed', 'TX2', undefined],
      ['Order Refunded', 'TX3', '4.00'],
    ]);
  });

  it('Stripe has charges in their own currency and in UTC', async () => {
    const bytes = bytesOf('stripe_payments.csv');
    expect(await ordersIn(bytes, 'USD', { zone: 'Pacific/Auckland' })).toEqual([
      'ch_1: 1250.00 USD userId:cus_A 2025-03-05',
      'ch_2: 5000 JPY userId:cus_A 2025-03-06',
      'ch_4: 80.00 USD [30.00] email:c@example.com 2025-03-07',
    ]);
    expect([...(await read(bytes, 'USD')).leftOut]).toEqual([['failed', 1]]);
  });

  it('Magento has two ways to write days and money', async () => {
    expect(await ordersIn(bytesOf('magento_grid.csv'), 'EUR')).toEqual([
      '000000001: 36.39 EUR email:a@example.com 2024-03-04',
      '000000002: 1036.39 EUR [36.39] email:g@example.com 2024-03-05',
    ]);
  });

  it('Etsy has its month first, and guests without an id', async () => {
    const bytes = bytesOf('etsy_orders.csv');
    expect(await ordersIn(bytes, 'USD')).toEqual([
      '6000001: 11.90 EUR userId:u1 2024-03-14',
      '6000002: 16.50 EUR userId:u2 2024-03-20',
    ]);
    expect(await read(bytes, 'USD')).toMatchObject({ noOne: 1, faults: [] });
  });

  it('PrestaShop names its customers only, which identifies none unless the import says so', async () => {
    const bytes = bytesOf('prestashop.csv');
    expect(await read(bytes, 'EUR')).toMatchObject({ orders: [], faults: [], system: 'PrestaShop' });
    const paid = Buffer.from(bytes.toString().replace('Awaiting bank wire payment', 'Payment accepted'));
    expect((await read(paid, 'EUR')).faults).toMatchObject([{ line: 2, column: 'Customer' }]);
    expect(await ordersIn(paid, 'EUR', { kind: 'userId' })).toEqual(['5: 20.90 EUR userId:J. DOE 2024-03-05']);
    const withEmail = paid.toString().replace('Date\n', 'Date;Email\n').replace('05:01"\n', '05:01";j@x.test\n');
    expect(await ordersIn(Buffer.from(withEmail), 'EUR')).toEqual(['5: 20.90 EUR email:j@x.test 2024-03-05']);
  });

  it('Online Retail has the sum of prices times quantities, and returns', async () => {
    const bytes = bytesOf('uci_online_retail.csv');
    expect(await ordersIn(bytes, 'USD')).toEqual([
      '536365: 57.64 GBP userId:17850 2010-12-01',
      'C536379: 27.50 GBP returned userId:14527 2010-12-01',
      '536370: 54.00 GBP userId:12583 2010-12-01',
    ]);
    expect(await read(bytes, 'USD')).toMatchObject({ noOne: 4, faults: [], skipped: 0 });
  });
});

describe('any export of a known system', () => {
  const FILES = [
    ...['shopify_orders_export', 'woocommerce', 'taobao_orders_gbk', 'square_items', 'stripe_payments'],
    ...['magento_grid', 'etsy_orders', 'prestashop', 'uci_online_retail'],
  ];

  it('is recognised, each by one preset', async () => {
    const systems = await Promise.all(FILES.map(async (name) => (await read(bytesOf(`${name}.csv`), 'EUR')).system));
    expect(systems).toEqual(PRESETS.map(({ system }) => system));
  });

  it('is read alike with its columns in another order', async () => {
    const text = bytesOf('stripe_payments.csv').toString();
    const reversed = text
      .split('\n')
      .map((line) => line.split(',').reverse().join(','))
      .join('\n');
    expect(await ordersIn(Buffer.from(reversed), 'USD')).toEqual(await ordersIn(Buffer.from(text), 'USD'));
  });

  it('is no other file: a header without one of its columns is read by the names of columns', async () => {
    const text = 'order_id,order_date,order_total,customer_id\n1,2024-01-01,5,0\n2,2024-01-01,5,\n';
    const file = await read(Buffer.from(text), 'EUR');
    expect(file.system).toBeUndefined();
    expect(file).toMatchObject({ noOne: 1, faults: [{ line: 3, column: 'customer_id', message: 'is missing' }] });
  });
});
