import { touchpoints, unsafeIn } from '@segue/contracts';
import fc from 'fast-check';
import { atOnce } from '@segue/service';
import { judgeBatch, judgeOne } from './accept';
import { type Reception, fingerprintOf, withIds } from './judged';
import { signatureOf } from './signature';

const NOW = Date.parse('2026-03-01T12:00:00Z');

const reception = (over: Partial<Reception> = {}): Reception => ({
  source: { id: 'till', public: false, signingKeys: [] },
  origin: 'live',
  now: NOW,
  streamNow: null,
  currency: 'EUR',
  place: 0,
  ...over,
});

const visitor = { source: { id: 'web', public: true, signingKeys: ['next-key', 'present-key'] } };

const judged = (batch: unknown[], over?: Partial<Reception>) => atOnce(judgeBatch({ batch }, reception(over)));
const one = (event: object, over?: Partial<Reception>) => judgeOne(event, null, reception(over));
const taken = (event: object, over?: Partial<Reception>) => one(event, over).accepted[0]?.touchpoint;
const refusedFor = (event: object, over?: Partial<Reception>) => {
  const [rejected] = one(event, over).rejected;
  return rejected && `${rejected.code} ${rejected.path}`;
};

const seen = { type: 'track', userId: 'ana', event: 'Seen' };

describe('the identity of an event', () => {
  it('belongs to the strongest identity that it names', () => {
    const externalIds = [
      { type: 'memberCard', id: 77 },
      { type: 'ga_client_id', id: 'x.1' },
    ];
    expect(taken({ ...seen, userId: null, anonymousId: 'a1', context: { externalIds } })).toMatchObject({
      identity: 'memberCard:77',
      ids: ['memberCard:77', 'externalId:ga_client_id/x.1', 'anonymousId:a1'],
    });
  });

  it('spells one mailbox and one phone in one way', () => {
    const externalIds = [
      { type: 'email', id: ' Ana@Example.com' },
      { type: 'phone', id: '+44 (20) 7946-0000' },
    ];
    expect(taken({ type: 'identify', context: { externalIds } })?.ids).toEqual([
      'email:ana@example.com',
      'phone:+442079460000',
    ]);
  });

  it.each(['null', 'undefined', '0', '[object Object]', ' NaN '])('takes %p for no one', (userId) => {
    expect(refusedFor({ ...seen, userId })).toBe('blocked_id userId');
    expect(taken({ ...seen, userId, anonymousId: 'a1' })?.ids).toEqual(['anonymousId:a1']);
  });

  it('takes no e-mail identity from what is no address, and remarks on it', () => {
    const visit = (id: string, anonymousId: string | null = 'v') => ({
      ...{ type: 'track', event: 'Visit', anonymousId, context: { externalIds: [{ type: 'email', id }] } },
    });
    for (const id of ['noemail@', 'none given', 'Ann <ann@x.test>', 'a@x.test,b@x.test']) {
      const { accepted, remarks } = judged([visit(id)]);
      expect(accepted[0]?.touchpoint.ids).toEqual(['anonymousId:v']);
      expect(remarks).toMatchObject([{ code: 'left_out', path: 'batch.0.context.externalIds.0.id' }]);
      expect(judged([visit(id, null)]).rejected).toMatchObject([{ code: 'no_identity' }]);
    }
    for (const id of ["o'brien@x.test", ' ANN@x.test', '', 'unknown']) expect(judged([visit(id)]).remarks).toEqual([]);
  });

  it('refuses an id that is too long to be a key', () => {
    expect(refusedFor({ ...seen, userId: 'x'.repeat(300) })).toBe('length userId');
  });

  it.each(['ca761232-ed42-11ce-bacd-00aa0057b223', 'a1', 'jen@example.com', 4711])(
    'takes the previous id of an alias, here %p, as the id of the user before signing in',
    (previousId) => {
      const alias = { type: 'alias', userId: 'ana', previousId };
      expect(taken(alias)).toMatchObject({
        identity: 'userId:ana',
        ids: ['userId:ana', `anonymousId:${previousId}`],
        properties: { previousId },
      });
      expect(taken({ ...alias, anonymousId: 'device' })?.ids).toContain('anonymousId:device');
      expect(refusedFor(alias, visitor)).toBeUndefined();
    },
  );

  it('takes nothing from an alias of a user to itself, or to an id that stands for no one', () => {
    expect(taken({ type: 'alias', userId: 'ana', previousId: 'ana' })?.ids).toEqual(['userId:ana']);
    expect(taken({ type: 'alias', userId: 42, previousId: '42' })?.ids).toEqual(['userId:42']);
    expect(taken({ type: 'alias', userId: 'ana', previousId: 'null' })?.ids).toEqual(['userId:ana']);
  });
});

describe('what a public source may say', () => {
  it('no orders and no refunds', () => {
    const order = { ...seen, event: 'Order Completed', properties: { order_id: 'o1', total: 5 } };
    expect(refusedFor(order, visitor)).toBe('not_allowed event');
    expect(refusedFor(order)).toBeUndefined();
  });

  it('not that two known customers are one', () => {
    const externalIds = [{ type: 'email', id: 'bob@example.com' }];
    expect(refusedFor({ type: 'identify', userId: 'ana', context: { externalIds } }, visitor)).toBe(
      'not_allowed userId',
    );
  });

  it('no event that Segue records itself, and no outcome of messages', () => {
    const said = (event: string, over?: Partial<Reception>) => refusedFor({ ...seen, event }, over);
    for (const event of ['Message Sent', 'Message Failed', 'Withdrawals Voided']) {
      expect(said(event, visitor)).toBe('not_allowed event');
      expect(said(event)).toBe('not_allowed event');
    }
    expect(said('Message Opened', visitor)).toBe('not_allowed event');
    expect(said('Message Opened')).toBeUndefined();
  });

  it('with its trust: a signed user id as much as a server', () => {
    const identify = { type: 'identify', userId: 'u42', traits: { email: 'ana@example.com' } };
    const signed = (userId: string, key: string) => ({ ...identify, context: { signature: signatureOf(userId, key) } });
    expect(taken(identify)?.trust).toBe('server');
    expect(taken(identify, visitor)?.trust).toBe('public');
    expect(taken(signed('u42', 'present-key'), visitor)?.trust).toBe('server');
    expect(taken(signed('u42', 'next-key'), visitor)?.trust).toBe('server');
    expect(refusedFor(signed('u42', 'older-key'), visitor)).toBe('signature context.signature');
    expect(refusedFor(signed('u43', 'present-key'), visitor)).toBe('signature context.signature');
    expect(refusedFor({ ...signed('u42', 'present-key'), userId: null, anonymousId: 'a1' }, visitor)).toBe(
      'signature context.signature',
    );
  });

  it('not for a user by a signature of an id that differs by spaces only', () => {
    const context = { signature: signatureOf(' u42', 'present-key') };
    expect(refusedFor({ ...seen, userId: ' u42', context }, visitor)).toBe('signature context.signature');
  });

  it('and its signature is not kept', () => {
    const context = { signature: signatureOf('u42', 'present-key'), locale: 'de-DE' };
    expect(taken({ ...seen, userId: 'u42', context }, visitor)?.context).toEqual({ locale: 'de-DE' });
  });

  it('no order, signed or not', () => {
    const order = { ...seen, userId: 'u42', event: 'Order Completed', properties: { order_id: 'o1', total: 5 } };
    const context = { signature: signatureOf('u42', 'present-key') };
    expect(refusedFor({ ...order, context }, visitor)).toBe('not_allowed event');
  });

  it('that a visitor is a customer', () => {
    expect(refusedFor({ type: 'identify', userId: 'ana', anonymousId: 'a1' }, visitor)).toBeUndefined();
    const externalIds = [{ type: 'deviceId', id: 'd1' }];
    expect(refusedFor({ type: 'identify', userId: 'ana', context: { externalIds } }, visitor)).toBeUndefined();
  });
});

describe('when it happened', () => {
  const at = (event: object, over?: Partial<Reception>) => {
    const occurredAt = taken({ ...seen, ...event }, over)?.occurredAt;
    return occurredAt === undefined ? undefined : new Date(occurredAt).toISOString();
  };

  it('is when it was received, if it does not say', () => {
    expect(at({})).toBe('2026-03-01T12:00:00.000Z');
  });

  it('is corrected by how far the clock of the sender is off', () => {
    expect(at({ timestamp: '2026-03-01T08:59:00Z', sentAt: '2026-03-01T09:00:00Z' })).toBe('2026-03-01T11:59:00.000Z');
    expect(at({ timestamp: '2026-03-01T14:59:00Z', sentAt: '2026-03-01T15:00:00Z' })).toBe('2026-03-01T11:59:00.000Z');
  });

  it('is corrected by small errors of the clock too', () => {
    expect(at({ timestamp: '2026-03-01T11:59:57Z', sentAt: '2026-03-01T11:59:58Z' })).toBe('2026-03-01T11:59:59.000Z');
    expect(at({ timestamp: '2026-03-01T12:00:04Z', sentAt: '2026-03-01T12:00:05Z' })).toBe('2026-03-01T11:59:59.000Z');
  });

  it('keeps the order in which a fast clock spoke, with and without sentAt', () => {
    const granted = { ...seen, timestamp: '2026-03-01T13:00:00.000Z' };
    const withdrawn = { ...seen, timestamp: '2026-03-01T13:00:00.700Z' };
    const times = (sentAt?: string) =>
      atOnce(judgeBatch({ batch: [granted, withdrawn], sentAt }, reception())).accepted.map(
        ({ touchpoint }) => touchpoint.occurredAt - NOW,
      );
    expect(times()).toEqual([-700, 0]);
    expect(times('2026-03-01T13:00:01Z')).toEqual([-1_000, -300]);
  });

  it('says which of one instant came later', () => {
    const places = (first: number) =>
      judged([seen, seen, seen], { place: first }).accepted.map(({ touchpoint }) => touchpoint.place);
    expect(places(0)).toEqual([0, 1, 2]);
    expect(places(7)).toEqual([7, 8, 9]);
  });

  it('is never later than the clock of the service', () => {
    expect(at({ timestamp: '2027-01-01T00:00:00Z' })).toBe('2026-03-01T12:00:00.000Z');
  });

  it('is taken at its word in history, and is the time of the replay for visitors', () => {
    const late = { timestamp: '2026-03-01T12:00:05Z', sentAt: '1998-01-01T00:00:00Z' };
    expect(at(late, { origin: 'import' })).toBe('2026-03-01T12:00:05.000Z');
    const streamNow = Date.parse('1998-01-01T00:00:00Z');
    expect(at(late, { streamNow })).toBe('1998-01-01T00:00:00.000Z');
    expect(at(late, { streamNow, origin: 'replay' })).toBe('2026-03-01T12:00:05.000Z');
  });

  it('reads offsets, dates alone, milliseconds, and UTC where no offset is given', () => {
    expect(at({ timestamp: '2026-02-01T08:00:00+08:00' })).toBe('2026-02-01T00:00:00.000Z');
    expect(at({ timestamp: '2026-02-01' })).toBe('2026-02-01T00:00:00.000Z');
    expect(at({ timestamp: '2026-02-01 08:00:00' })).toBe('2026-02-01T08:00:00.000Z');
    expect(at({ timestamp: 1769932800123 })).toBe('2026-02-01T08:00:00.123Z');
  });

  it.each([
    [1769932800, '2026-02-01T08:00:00.000Z'],
    [1769932800.25, '2026-02-01T08:00:00.250Z'],
    [631152000, '1990-01-01T00:00:00.000Z'],
    [631152000000, '1990-01-01T00:00:00.000Z'],
  ])('reads %p in the unit that it can only have', (timestamp, when) => {
    expect(at({ timestamp })).toBe(when);
  });

  it('reads seconds in sentAt too, and a clock that was never set', () => {
    expect(at({ timestamp: 1769932800, sentAt: 1769932860.5 })).toBe('2026-03-01T11:58:59.500Z');
    expect(at({ timestamp: '1970-01-01T00:00:10Z', sentAt: '1970-01-01T00:00:12Z' })).toBe('2026-03-01T11:59:58.000Z');
  });

  it.each([
    ...['soon', '2026-13-01T00:00:00Z', '2024-02-30T10:00:00Z', '2023-02-29', '', -1, '1/2/2026'],
    ...[1, 631151999, 300_000_000_000, 631151999999, '1989-12-31T23:59:59Z', '1769932800', 1769932800123456],
  ])('refuses %p', (timestamp) => {
    expect(refusedFor({ ...seen, timestamp })).toBe('time timestamp');
  });
});

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

describe('whether it is the same', () => {
  const digest = (event: object) => taken({ ...seen, ...event })?.digest;

  it('does not ask how it travelled', () => {
    const said = { messageId: 'm1', timestamp: '2026-02-01T00:00:00Z' };
    const again = {
      ...said,
      sentAt: '2026-02-01T01:00:00Z',
      writeKey: 'k',
      integrations: { All: true },
      _metadata: {},
    };
    expect(digest(again)).toBe(digest(said));
  });

  it.each([{ event: 'Bought' }, { userId: 'bob' }, { properties: { n: 1 } }, { timestamp: '2026-02-02T00:00:00Z' }])(
    'is another with %p',
    (other) => expect(digest(other)).not.toBe(digest({})),
  );

  it('gives every event without an id one of its own, and keeps the others', () => {
    let drawn = 0;
    const ids = (batch: unknown[]) => {
      const outcome = judged(batch);
      withIds(outcome, (index) => `drawn-${drawn++}/${index}`);
      return outcome.accepted.map(({ touchpoint }) => touchpoint.id);
    };
    expect(ids([seen, seen, { ...seen, messageId: 'm1' }, { ...seen, messageId: null }])).toEqual([
      ...['drawn-0/0', 'drawn-1/1', 'm1', 'drawn-2/3'],
    ]);
    expect(ids([seen])).toEqual(['drawn-3/0']);
    expect(ids([{ ...seen, messageId: 4711 }])).toEqual(['4711']);
  });

  it('knows a request again by what it says, not by how it travelled', () => {
    const said = (batch: unknown[]) => fingerprintOf(judged(batch));
    expect(said([seen, 5])).toBe(said([{ ...seen, sentAt: '2026-02-01T01:00:00Z' }, 5]));
    for (const other of [[seen], [5, seen], [{ ...seen, event: 'Bought' }, 5], [seen, seen]])
      expect(said(other)).not.toBe(said([seen, 5]));
  });
});

describe('whatever comes', () => {
  const json = fc.jsonValue({ maxDepth: 5 });
  const field = fc.constantFrom(
    'type',
    'userId',
    'anonymousId',
    'event',
    'properties',
    'traits',
    'context',
    'timestamp',
    'messageId',
  );
  const events = fc.array(
    fc.oneof(
      json,
      fc.dictionary(field, json),
      fc.record({
        type: fc.constantFrom('track', 'identify', 'alias', 'page'),
        userId: fc.string(),
        event: fc.string(),
        properties: json,
      }),
    ),
    { maxLength: 8 },
  );

  it('is either a touchpoint that fits its topic or a rejection with its place, and never both', () => {
    fc.assert(
      fc.property(events, fc.boolean(), (batch, isPublic) => {
        const outcome = judged(batch, { source: { id: 's', public: isPublic, signingKeys: [] } });
        withIds(outcome, (index) => `drawn/${index}`);
        const { accepted, rejected } = outcome;

        const places = [...accepted, ...rejected].map(({ index }) => index).sort((a, b) => a - b);
        expect(places).toEqual(batch.map((_, index) => index));
        for (const { touchpoint } of accepted) {
          expect(touchpoints.check(touchpoint)).toBeNull();
          expect(unsafeIn(touchpoint)).toBeNull();
          expect(touchpoint.occurredAt).toBeLessThanOrEqual(NOW);
        }
        for (const { index, path } of rejected) expect(path.startsWith(`batch.${index}`)).toBe(true);
      }),
    );
  });

  it('is judged in the same way alone and among others', () => {
    fc.assert(
      fc.property(events, (batch) => {
        const together = judged(batch);
        const alone = batch.flatMap((event, place) =>
          judged([event]).accepted.map(({ touchpoint }) => ({
            place,
            digest: touchpoint.digest,
          })),
        );
        expect(together.accepted.map(({ index, touchpoint }) => ({ place: index, digest: touchpoint.digest }))).toEqual(
          alone,
        );
      }),
    );
  });
});
