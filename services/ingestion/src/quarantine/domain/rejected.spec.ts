import { kindOfPath, nameIn, personIn } from './rejected';

describe('what a rejected event says of itself', () => {
  it.each<[unknown, string, string]>([
    [{ type: 'track', event: 'Order Completed', userId: 'u1', anonymousId: 'a' }, 'Order Completed', 'userId:u1'],
    [{ type: 'identify', userId: null, anonymousId: 5 }, 'identify', 'anonymousId:5'],
    [{ context: { externalIds: [{ type: 'memberCard', id: '77' }] } }, '', 'memberCard:77'],
    [{ type: 'alias', previousId: 'a\u0000b' }, 'alias', 'previousId:ab'],
    [{ event: { a: 1 }, userId: ['x'], context: { externalIds: 7 } }, '', ''],
    [null, '', ''],
    ['text', '', ''],
  ])('%j: %s of %s', (event, name, person) => {
    expect([nameIn(event), personIn(event)]).toEqual([name, person]);
  });

  it('is short, whatever it says', () => {
    expect(nameIn({ event: 'x'.repeat(500) })).toHaveLength(128);
  });

  it('counts equal faults together', () => {
    expect(kindOfPath('batch.17.properties.products.3.price')).toBe('properties.products.*.price');
    expect([kindOfPath('batch.17'), kindOfPath('event'), kindOfPath('')]).toEqual(['', 'event', '']);
  });
});
