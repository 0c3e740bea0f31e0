// Requests to the ingestion API, as each kind of sender.
import { type Question } from './question';

/** Credentials of senders: the field `authorization`, or none. */
export interface Keys {
  server: string;
  public: string;
}

export const CALLS = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const;
export const SHORT: Record<string, string> = {
  track: 't',
  identify: 'i',
  page: 'p',
  screen: 's',
  group: 'g',
  alias: 'a',
};

export type Event = Record<string, unknown>;
export type Sender = keyof Keys | 'nobody';
export const SENDERS: readonly Sender[] = ['server', 'public', 'nobody'];

/** Returns a valid event of this type; a public source sends no orders. */
export function validEvent(call: string, sender: Sender): Event {
  const order = {
    order_id: 'o1',
    total: '10.00',
    currency: 'USD',
    products: [{ product_id: 'p1', price: '5.00', quantity: 2 }],
  };
  const events: Record<string, Event> = {
    track: sender === 'public' ? { event: 'Store Visited' } : { event: 'Order Completed', properties: order },
    identify: { traits: { name: 'Ana', email: 'ana@example.com', city: 'Wien' } },
    page: { name: 'Home', properties: { url: 'https://example.com/' } },
    screen: { name: 'Home' },
    group: { groupId: 'g1', traits: { name: 'Club' } },
    alias: { previousId: 'a1' },
  };
  const context = { externalIds: [{ type: 'loyalty', id: '7' }], locale: 'de-AT', timezone: 'Europe/Vienna' };
  return { userId: 'corpus', context, ...events[call] };
}

export type Asked = Question & { sender: Sender };

export function send(
  about: string,
  call: string,
  body: Buffer | string,
  sender: Sender,
  more: Partial<Question> = {},
): Asked {
  const headers = { 'content-type': 'application/json' };
  return {
    about: `${about}, as ${sender}`,
    method: 'POST',
    path: `/v1/${call}`,
    headers,
    body: Buffer.from(body),
    sender,
    ...more,
  };
}

/** Repeats questions for all senders. */
export const byAll = (ask: (sender: Sender) => Asked | Asked[]): Asked[] => SENDERS.flatMap(ask);
