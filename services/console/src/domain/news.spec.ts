import type { RecentTouchpoint } from '@segue/contracts';
import { kept, newsOf } from './news';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const transition = {
  customer: 'c1',
  number: 1,
  kind: 'tier',
  subject: 'value',
  from: 'MGC',
  to: 'MVC',
  origin: 'live',
};

it('puts what several services tell into the order of its happening', () => {
  const news = newsOf({
    touchpoints: [],
    transitions: [
      { ...transition, occurredAt: at(2) },
      { ...transition, number: 2, subject: 'rfm', occurredAt: at(3) },
      { ...transition, number: 3, kind: 'merged', occurredAt: at(3) },
    ],
    decisions: [
      {
        id: 'd1',
        customer: 'c1',
        campaign: 'thanks',
        outcome: 'sent',
        reason: 'sent',
        decidedAt: at(1),
        content: null,
      },
    ],
  });

  expect(news.map(({ id, kind }) => [id, kind])).toEqual([
    ['decision/d1', 'decision'],
    ['transition/c1/1', 'tier'],
  ]);
});

const touchpoint = (id: string, given: Partial<RecentTouchpoint> = {}): RecentTouchpoint => ({
  ...{ customer: 'c1', identity: 'userId:c1', source: 's', id, event: 'Product Viewed', origin: 'live' },
  ...{ occurredAt: at(1), recordedAt: at(1), simulated: false, channel: null, ...given },
});

it('never counts history as news, nor tells of the outbox twice', () => {
  const decision = { id: 'd1', customer: 'c1', campaign: 'thanks', decidedAt: at(1), content: { channel: 'outbox' } };
  const news = newsOf({
    touchpoints: [
      touchpoint('t1', { origin: 'import' }),
      touchpoint('t2', { origin: 'backfill' }),
      touchpoint('t3', { event: 'Message Sent', channel: 'outbox' }),
      touchpoint('t4', { event: 'Message Sent', channel: 'email', occurredAt: at(4) }),
      touchpoint('t5', { origin: 'replay', occurredAt: at(5) }),
    ],
    transitions: [
      { ...transition, origin: 'import', occurredAt: at(2) },
      { ...transition, number: 2, occurredAt: at(2) },
    ],
    decisions: [
      { ...decision, outcome: 'sent', reason: 'sent' },
      { ...decision, id: 'd2', outcome: 'held', reason: 'history' },
    ],
  });

  expect(news.map(({ id }) => id)).toEqual([
    'decision/d1',
    'transition/c1/2',
    'touchpoint/userId:c1/s/t4',
    'touchpoint/userId:c1/s/t5',
  ]);
  expect(news[0]).toMatchObject({ channel: 'outbox' });
});

it('keeps what visits lead to, however many visits come', () => {
  const order = touchpoint('order', { event: 'Order Completed', occurredAt: at(1) });
  const visits = Array.from({ length: 50 }, (_, place) => touchpoint(`v${place}`, { occurredAt: at(2 + place) }));
  const news = newsOf({ touchpoints: [order, ...visits], transitions: [], decisions: [] });

  expect(kept(news, 2, 10).map(({ id }) => id.split('/').at(-1))).toEqual(['order', 'v48', 'v49']);
});

it('tells once what several lists hold', () => {
  const move = { ...transition, occurredAt: at(1) };
  expect(newsOf({ touchpoints: [], transitions: [move, move], decisions: [] })).toHaveLength(1);
});
