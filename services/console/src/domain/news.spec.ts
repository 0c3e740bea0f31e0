import { newsOf } from './news';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const transition = { customer: 'c1', number: 1, kind: 'tier', subject: 'value', from: 'MGC', to: 'MVC' };

it('puts what several services tell into the order of its happening', () => {
  const news = newsOf({
    touchpoints: [],
    transitions: [
      { ...transition, occurredAt: at(2) },
      { ...transition, number: 2, subject: 'rfm', occurredAt: at(3) },
      { ...transition, number: 3, kind: 'merged', occurredAt: at(3) },
    ],
    decisions: [{ id: 'd1', customer: 'c1', campaign: 'thanks', outcome: 'sent', reason: 'sent', decidedAt: at(1) }],
  });

  expect(news.map(({ id, kind }) => [id, kind])).toEqual([
    ['decision/d1', 'decision'],
    ['transition/c1/1', 'tier'],
  ]);
});
