import { atOnce } from '@segue/contracts';
import { judgeBatch, judgeOne } from './accept';
import { reception, visitor, judged, one, taken, refusedFor, seen } from '../../../testing/judging';

describe('what it is called and what it carries', () => {
  it('keeps what Segment puts beside the properties', () => {
    expect(
      taken({ type: 'page', userId: 'ana', name: 'Home', category: 'Shop', properties: { url: '/' } }),
    ).toMatchObject({
      event: 'page',
      properties: { url: '/', name: 'Home', category: 'Shop' },
    });
    expect(taken({ type: 'group', userId: 'ana', groupId: 'g1', traits: { size: 2 } })?.properties).toEqual({
      size: 2,
      groupId: 'g1',
    });
  });

  it('refuses what no service downstream could read', () => {
    expect(refusedFor({ ...seen, event: 'Order Completed', properties: { total: 'much' } })).toContain(
      'properties.total',
    );
    expect(refusedFor({ ...seen, event: 'Consent Granted', properties: {} })).toBe('consent properties.channel');
  });

  it('keeps a name that is a number as text, and leaves out one that is neither, with the reason', () => {
    const judgedTraits = (traits: object) =>
      judgeOne({ type: 'identify', userId: 'ana', traits }, 'identify', reception());
    const traitsOf = (traits: object) => judgedTraits(traits).accepted[0]?.touchpoint.properties;
    expect(traitsOf({ name: 123, phone: 4471, size: 5 })).toEqual({ name: '123', phone: '4471', size: 5 });
    expect(traitsOf({ email: null, name: 'Ana', size: 5 })).toEqual({ email: null, name: 'Ana', size: 5 });
    expect(traitsOf({ name: ['Ana'], city: 'Lyon' })).toEqual({ city: 'Lyon' });
    expect(judgedTraits({ name: ['Ana'] })).toMatchObject({
      rejected: [],
      remarks: [{ index: 0, code: 'left_out', path: 'traits.name' }],
    });
  });

  it('remarks on one order id under several people, and on orders of a Python SDK without one', () => {
    const order = (userId: string, order_id: unknown, more: object = {}) => ({
      ...{ type: 'track', userId, event: 'order completed', properties: { order_id, total: 5 }, ...more },
    });
    const context = { library: { name: 'analytics-python', version: '2.4.0' } };
    const { accepted, remarks } = judged([
      ...[order('ana', 'o1'), order('ana', 'o1'), order('bob', ' o1'), order('bob', 'o2')],
      ...[order('cid', null, { context }), order('cid', null), order('cid', 'o3', { context })],
    ]);
    expect(accepted).toHaveLength(7);
    expect(remarks.map(({ index, code, path }) => [index, code, path]).sort()).toEqual([
      [2, 'shared_order', 'batch.2.properties.order_id'],
      [4, 'order_without_id', 'batch.4.properties.order_id'],
    ]);
  });

  it('leaves out ids that name no order, which would make one order of all that bear them', () => {
    for (const id of ['undefined', 'null', '0', 0, '\u200b', '[object Object]', 'N/A']) {
      const properties = { order_id: id, orderId: 'o7', refund_id: id, total: 5 };
      const { accepted, remarks } = judged([{ ...seen, type: 'track', event: 'Order Refunded', properties }]);
      expect(accepted[0]?.touchpoint.properties).toEqual({ orderId: 'o7', total: 5 });
      expect(remarks.map(({ code, path }) => `${code} ${path}`)).toEqual([
        'left_out batch.0.properties.order_id',
        'left_out batch.0.properties.refund_id',
      ]);
    }
    const kept = { order_id: '1001', refund_id: null, total: 5 };
    expect(taken({ ...seen, event: 'Order Refunded', properties: kept })?.properties).toEqual(kept);
    expect(taken({ ...seen, event: 'Viewed', properties: { order_id: 'null' } })?.properties).toEqual({
      order_id: 'null',
    });
  });

  it('refuses ids with digits that a spreadsheet has lost, as numbers and as text', () => {
    for (const lost of ['1.23457E+17', '1,23457e+17', ' 9E+15 ', 1.23457e21]) {
      expect(refusedFor({ ...seen, userId: lost })).toBe('id userId');
      const properties = { order_id: lost, total: 5 };
      expect(refusedFor({ ...seen, event: 'Order Completed', properties })).toBe('id properties.order_id');
    }
    for (const id of ['1e10', '5e15', 'E+17', 'a1.2E+17', '90071992547409931'])
      expect(refusedFor({ ...seen, userId: id })).toBeUndefined();
  });

  it('reads everyday names of a currency as its code, and remarks on it', () => {
    const paid = (currency: unknown) =>
      judged([{ ...seen, type: 'track', event: 'order_completed', properties: { total: 5, currency } }]);
    for (const [currency, code] of [
      ['RMB', 'CNY'],
      ['cnh ', 'CNY'],
      ['人民币', 'CNY'],
      ['€', 'EUR'],
      ['NT$', 'TWD'],
    ]) {
      const { accepted, remarks } = paid(currency);
      expect(accepted[0]?.touchpoint.properties).toEqual({ total: 5, currency: code });
      expect(remarks).toMatchObject([{ code: 'currency_read', path: 'batch.0.properties.currency' }]);
    }
    expect(paid(' usd ').remarks).toEqual([]);
    for (const unsure of ['$', '¥', 'XXX', 'dollars']) {
      expect(paid(unsure).rejected).toMatchObject([{ code: 'currency', path: 'batch.0.properties.currency' }]);
    }
  });

  it('reads the traits that RudderStack writes into the context, after those of the event itself', () => {
    const context = { traits: { email: 'ana@example.com', name: 5, city: 'Lyon' } };
    const identify = { type: 'identify', userId: 'ana', context };
    expect(taken(identify)?.properties).toEqual({ email: 'ana@example.com', name: '5', city: 'Lyon' });
    expect(taken({ ...identify, traits: { city: 'Nice', age: null } })?.properties).toMatchObject({
      city: 'Nice',
      age: null,
    });
    expect(taken({ ...seen, context })?.properties).toEqual({});
    expect(taken(identify)?.digest).not.toBe(taken({ ...identify, context: { traits: { city: 'Nice' } } })?.digest);
  });

  it.each([
    [
      'Order Completed',
      'order completed',
      'order_completed',
      'ORDER-COMPLETED',
      'OrderCompleted',
      ' Order  Completed ',
      'order.completed',
      'order:completed',
      'order/completed',
      'Ｏｒｄｅｒ　Ｃｏｍｐｌｅｔｅｄ',
      'Order\u00a0Completed\u200b',
    ],
    ['Order Completed', 'Completed Order', 'completed_order'],
    ['Order Updated', 'order_updated', 'Updated Order'],
    ['Order Refunded', 'order refunded', 'Refunded Order'],
    ['Order Cancelled', 'order-cancelled', 'Order Canceled', 'Cancelled Order', 'canceled order'],
    ['Consent Granted', 'consent_granted'],
    ['Consent Withdrawn', 'CONSENT WITHDRAWN', 'consentWithdrawn', 'consent.withdrawn', 'Withdrawn Consent'],
  ])('knows %s however it is spelt', (meant, ...names) => {
    const properties = { order_id: 'o', total: 5, channel: 'email' };
    for (const event of names) {
      expect(taken({ ...seen, event, properties })?.event).toBe(meant);
      if (meant.startsWith('Order'))
        expect(refusedFor({ ...seen, event, properties }, visitor)).toBe('not_allowed event');
    }
  });

  it('leaves all other names as they are', () => {
    for (const event of [
      'order_viewed',
      'Product Viewed',
      'order completed by phone',
      'preorder completed',
      'order+completed',
    ])
      expect(taken({ ...seen, event })?.event).toBe(event);
  });

  it.each<[string, object]>([
    ['Order Completed', { total: 29.33, revenue: null, discount: null, currency: null, tax: null, coupon: null }],
    ['Order Completed', { order_id: null, total: '29.33', revenue: '', discount: '', currency: '', products: null }],
    ['Order Completed', { total: null, value: 29.33, products: [{ price: null, quantity: '', product_id: null }] }],
    ['Order Refunded', { order_id: 'o', amount: null, total: 5, refund_id: '' }],
    ['Order Updated', { order_id: 'o', total: null, status: 'shipped' }],
    ['Order Cancelled', { order_id: 'o', currency: '' }],
    ['Consent Withdrawn', { channel: 'email', purpose: null }],
    ['Consent Withdrawn', { channel: 'email', purpose: '' }],
  ])('takes null and an empty value for what is not said: %s %j', (event, properties) => {
    expect(refusedFor({ ...seen, event, properties })).toBeUndefined();
  });

  it('takes null in every optional field of the envelope', () => {
    const nothing = [
      'anonymousId',
      'previousId',
      'groupId',
      'name',
      'category',
      'properties',
      'traits',
      'context',
    ].concat(['messageId', 'timestamp', 'originalTimestamp', 'sentAt']);
    const nulls = Object.fromEntries(nothing.map((name) => [name, null]));
    for (const type of ['track', 'identify', 'page', 'screen', 'group', 'alias'])
      expect(refusedFor({ ...seen, ...nulls, type })).toBeUndefined();
    const externalIds = [{ type: 'email', id: null }];
    expect(taken({ ...seen, context: { externalIds } })?.ids).toEqual(['userId:ana']);
    expect(refusedFor({ ...seen, context: { externalIds: null } })).toBeUndefined();
  });

  it.each<[object, string, string]>([
    [
      { context: { externalIds: [{ type: 'email' }] } },
      'context.externalIds.0.id',
      'Expected string or integer or null',
    ],
    [
      { context: { externalIds: Array.from({ length: 20 }, () => ({ type: 'x', id: 1 })) } },
      'context.externalIds',
      'Expected array length to be less or equal to 12',
    ],
    [{ messageId: 'x'.repeat(300) }, 'messageId', 'Expected string length less or equal to 256'],
    [{ messageId: {} }, 'messageId', 'Expected string or integer or null'],
    [{ userId: {} }, 'userId', 'Expected string or integer or null'],
  ])('says of %p where it is wrong and how', (fields, path, message) => {
    expect(one({ ...seen, ...fields }).rejected[0]).toMatchObject({ path, message });
  });

  it('names the choices where none was met', () => {
    const { rejected } = judgeOne({ userId: 'ana', event: 'Seen', properties: 'x' }, 'track', reception());
    expect(rejected[0]).toMatchObject({ path: 'properties', message: 'Expected object or null' });
  });

  it('hands the context of a batch to each of its events', () => {
    const batch = [seen, { ...seen, context: { locale: 'fr-FR' } }];
    const { accepted } = atOnce(judgeBatch({ batch, context: { locale: 'de-DE', ip: '::1' } }, reception()));
    expect(accepted.map(({ touchpoint }) => touchpoint.context)).toEqual([
      { locale: 'de-DE', ip: '::1' },
      { locale: 'fr-FR', ip: '::1' },
    ]);
  });
});
