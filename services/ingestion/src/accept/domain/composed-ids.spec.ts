// Ids that look the same are the same, whether a letter and its mark are one code point or two.
import { NO_ORDERS, foldOrder } from '@segue/orders';
import { withComposedIds } from './composed-ids';
import { signatureOf } from './signature';
import { taken, visitor } from '../../../testing/judging';

const order = (form: 'NFC' | 'NFD', over: object = {}) =>
  JSON.parse(
    JSON.stringify({
      ...{ type: 'track', event: 'Order Completed', messageId: 'm1', userId: 'Zoë', anonymousId: 'gerät-7' },
      properties: {
        ...{ order_id: 'Müller-1', total: '5.00', currency: 'EUR', note: 'für Zoë' },
        products: [{ product_id: 'Öl-1', name: 'Öl' }, { sku: 'é' }, { sku: 7 }],
      },
      context: { externalIds: [...['memberCard', 'club'].map((type) => ({ type, id: 'ö-1' }))] },
      ...over,
    }).normalize(form),
  ) as object;

it('makes the same order of it, of the same customer, whichever program exports it', () => {
  const [one, other] = [taken(order('NFC')), taken(order('NFD'))];

  expect(other?.ids).toEqual(['userId:Zoë', 'memberCard:ö-1', 'externalId:club/ö-1', 'anonymousId:gerät-7']);
  expect([other?.ids, other?.identity]).toEqual([one?.ids, one?.identity]);
  expect(other?.properties).toEqual({
    ...{ order_id: 'Müller-1', total: '5.00', currency: 'EUR', note: 'für Zoë'.normalize('NFD') },
    products: [{ product_id: 'Öl-1', name: 'Öl'.normalize('NFD') }, { sku: 'é' }, { sku: 7 }],
  });
});

it('composes the ids of refunds, products, groups and earlier users', () => {
  const idsOf = (event: object) =>
    taken(JSON.parse(JSON.stringify({ userId: 'u', ...event }).normalize('NFD')) as object)?.properties;
  const refund = { order_id: 'Ö', refund_id: 'Ü', amount: '1', currency: 'EUR' };
  expect(idsOf({ type: 'track', event: 'Order Refunded', properties: refund })).toEqual(refund);
  expect(idsOf({ type: 'track', event: 'Product Viewed', properties: { sku: 'é' } })).toEqual({ sku: 'é' });
  expect(idsOf({ type: 'group', groupId: 'Köln' })).toEqual({ groupId: 'Köln' });
  expect(idsOf({ type: 'alias', previousId: 'é' })).toEqual({ previousId: 'é' });
});

it('copies nothing where ids are composed already', () => {
  const properties = { order_id: 'Müller-1', products: [{ sku: 'é' }] };
  expect(withComposedIds(properties)).toBe(properties);
});

it('takes a signature of the user id as it is sent', () => {
  const signed = (form: 'NFC' | 'NFD') => {
    const userId = 'Zoë'.normalize('NFD');
    const context = { signature: signatureOf(userId.normalize(form), 'present-key') };
    return taken({ type: 'identify', userId, context }, visitor);
  };
  for (const form of ['NFC', 'NFD'] as const)
    expect(signed(form)).toMatchObject({ trust: 'server', identity: 'userId:Zoë' });
});

describe('what an earlier version stored as it was sent', () => {
  /** As that version wrote it for `order('NFD')` with an id of ASCII. */
  const STORED = { id: 'm1', identity: 'userId:u1', digest: 'eDvKvzojYpK3HVUWqCHhaa' };

  it('is known again: message id and digest are those of what is sent', () => {
    expect(taken(order('NFD', { userId: 'u1' }))).toMatchObject(STORED);
    expect(taken(order('NFC', { userId: 'u1' }))?.digest).not.toBe(STORED.digest);
    expect(taken(order('NFD', { messageId: 'é' }))?.id).toBe('é'.normalize('NFD'));
  });

  it('is of a customer of its own where the user id was not composed', () => {
    expect(taken(order('NFD'))?.identity).toBe('userId:Zoë');
    expect(taken(order('NFD'))?.identity).not.toBe(`userId:${'Zoë'.normalize('NFD')}`);
  });

  it('is an order of its own: a later refund is of the composed id', () => {
    const stored = foldOrder(
      NO_ORDERS,
      { ...touchpoint(), properties: { order_id: 'é'.normalize('NFD'), total: 5 } },
      'EUR',
    );
    const refund = { event: 'Order Refunded', properties: { order_id: 'é'.normalize('NFD'), amount: 5 } };
    const orders = foldOrder(stored, taken(order('NFD', refund)) as ReturnType<typeof touchpoint>, 'EUR');
    expect(Object.keys(orders)).toEqual(['é'.normalize('NFD'), 'é']);
  });

  const touchpoint = () => taken(order('NFD')) as NonNullable<ReturnType<typeof taken>>;
});
