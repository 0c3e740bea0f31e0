import { touchpointsOf } from '../../../testing/webhooks';
import { eventText } from '../../quarantine/domain/rejected';
import { keptOf, webhookOf } from './kept';
import { READERS, type WebhookSystem } from './systems';

const source = { id: 'src_1', countUnpaid: false };
const again = (system: WebhookSystem, id: number, text: string, event: Record<string, unknown>) => {
  const { headers, body } = webhookOf({ id, name: system, event: text }, event);
  return touchpointsOf(READERS[system]({ headers, body, source }));
};

it('keeps the headers that are read, and no proof of the sender', () => {
  const headers = {
    'content-type': 'application/json',
    'webhook-id': 'msg_1',
    'ce-id': '7',
    authorization: 'Bearer k',
  };
  expect(keptOf({ topic: 'standard', headers: { ...headers, 'webhook-signature': 'v1,x' }, body: {} })).toEqual({
    event: 'standard',
    headers: { 'content-type': 'application/json', 'webhook-id': 'msg_1', 'ce-id': '7' },
    payload: {},
  });
});

it('a binary CloudEvent is one again, also where its text was cut', () => {
  const ce = { 'ce-specversion': '1.0', 'ce-id': '7', 'ce-source': '/till', 'ce-type': 'visit' };
  const body = { userId: 'ana', properties: { total: 'x'.repeat(40_000) } };
  const text = eventText(
    keptOf({ topic: 'cloudevents', headers: { ...ce, 'content-type': 'application/json' }, body }),
  );
  expect(again('cloudevents', 5, text, { payload: { userId: 'ana' } })).toMatchObject([
    { id: '["/till","7"]', event: 'visit', identity: 'userId:ana' },
  ]);
});

it('two entries without ids are two events, and one entry is one', () => {
  const event = { payload: { batch: [{ type: 'track', userId: 'ana', event: 'Visit' }] } };
  const ids = [5, 6, 5].map((id) => again('standard', id, '', event)[0]?.id);
  expect(ids).toEqual(['quarantine/5/0', 'quarantine/6/0', 'quarantine/5/0']);
});

it('has the topic of the corrected event, else that of the entry', () => {
  const kept = { id: 1, name: 'orders/paid', event: '' };
  expect(webhookOf(kept, { event: 'orders/create', payload: 1 })).toMatchObject({
    ...{ topic: 'orders/create', headers: { 'x-shopify-topic': 'orders/create' }, body: 1 },
  });
  expect(webhookOf(kept, { payload: 1 }).topic).toBe('orders/paid');
});
