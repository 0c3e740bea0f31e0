import { delivery, touchpointsOf } from '../../../testing/webhooks';
import { readCloudEvents, readStandard } from './own-events';

const seen = { type: 'track', userId: 'ana', event: 'Store Visited' };

describe('Standard Webhooks', () => {
  const read = (body: unknown) => touchpointsOf(readStandard(delivery(body, { 'webhook-id': 'msg_1' })));

  it('carry one event or several, with the id of the webhook', () => {
    expect(read(seen).map(({ id }) => id)).toEqual(['msg_1']);
    expect(read({ batch: [seen, seen, { ...seen, messageId: 'own' }] }).map(({ id }) => id)).toEqual([
      ...['msg_1/0', 'msg_1/1', 'own'],
    ]);
  });

  it('of what is no event are refused one by one', () => {
    expect(() => read({ batch: ['no event'] })).toThrow(/shape/);
    expect(() => read({ batch: Array.from({ length: 1_001 }, () => seen) })).toThrow(/at most 1000/);
  });
});

describe('CloudEvents', () => {
  const attributes = {
    specversion: '1.0',
    id: '7',
    source: '/tills/3',
    type: 'shop.visit',
    time: '2026-02-01T10:00:00Z',
  };
  const structured = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
  const read = (body: unknown, headers: Record<string, string> = structured) =>
    touchpointsOf(readCloudEvents(delivery(body, headers)));

  it('are read in structured, binary and batch mode alike', () => {
    const [one] = read({ ...attributes, data: seen });
    expect(one).toMatchObject({
      event: 'Store Visited',
      id: '["/tills/3","7"]',
      occurredAt: Date.parse(attributes.time),
    });
    const headers = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]));
    expect(read(seen, { ...headers, 'content-type': 'application/json' })).toEqual([one]);
    const encoded = Buffer.from(JSON.stringify(seen)).toString('base64');
    const batch = [
      { ...attributes, data_base64: encoded },
      { ...attributes, id: '8', data: { userId: 'bo' } },
    ];
    const [again, bo] = read(batch, { 'content-type': 'application/cloudevents-batch+json' });
    expect(again).toEqual(one);
    expect(bo).toMatchObject({ identity: 'userId:bo', type: 'track', event: 'shop.visit' });
  });

  it('keep the ids of the event itself, and shorten those that are too long', () => {
    expect(read({ ...attributes, data: { ...seen, messageId: 'm1' } })[0]?.id).toBe('m1');
    expect(read({ ...attributes, source: `/${'s'.repeat(300)}`, data: seen })[0]?.id).toHaveLength(22);
  });

  it.each([
    [{ ...attributes, specversion: '0.3', data: seen }, /must be 1.0/],
    [{ ...attributes, id: '', data: seen }, /is missing/],
    [{ ...attributes, data: 'text' }, /must be an event/],
    [{ ...attributes, data_base64: 'bm8=' }, /must be JSON/],
    [null, /must be 1.0/],
  ])('refuse %j', (body, why) => {
    expect(() => read(body)).toThrow(why);
  });
});
