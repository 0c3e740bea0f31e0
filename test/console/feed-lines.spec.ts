import type { News } from '../../services/console/web/src/api/live';
import { feedLines, feedParts } from '../../services/console/web/src/features/home/feed/feed-lines';

const common = { name: null, identity: null };
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const visit = (id: string, second: number): News => ({
  ...common,
  customer: `c-${id}`,
  id,
  at: at(second),
  kind: 'touchpoint',
  event: 'Product Viewed',
  origin: 'live',
  recordedAt: at(second),
  simulated: false,
});
const held = (id: string, second: number, reason = 'history'): News => ({
  ...common,
  customer: `c-${id}`,
  channel: null,
  id,
  at: at(second),
  kind: 'decision',
  decision: id,
  campaign: 'win-back',
  outcome: 'held',
  reason,
});

const shape = (news: readonly News[]) => feedLines(news).map((line) => line.news.map(({ id }) => id).join('+'));

it('tells many equal decisions in one line, whatever came between', () => {
  const news = [held('d5', 9), visit('v2', 8), held('d4', 8), held('d3', 7), visit('v1', 6), held('d2', 5)];

  expect(shape(news)).toEqual(['d5+d4+d3+d2', 'v2+v1']);
});

it('tells a few by name, each in its place', () => {
  const news = [held('d3', 9), visit('v2', 8), held('d2', 7), held('d1', 6)];

  expect(shape(news)).toEqual(['d3', 'v2', 'd2', 'd1']);
});

it('keeps apart what has another reason, and what happened long before', () => {
  const news = [1, 2, 3].map((n) => held(`a${n}`, 200 - n));
  const other = [1, 2].map((n) => held(`b${n}`, 190 - n, 'control'));
  const before = [1, 2].map((n) => held(`c${n}`, 100 - n));

  expect(shape([...news, ...other, ...before])).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'c1', 'c2']);
});

it('tells visits in one line, however many and however far apart, and orders by name', () => {
  const order: News = { ...visit('o1', 5), event: 'Order Completed' } as News;
  const visits = [9, 8, 7, 6].map((n) => visit(`v${n}`, n));

  expect(shape([...visits, order, visit('v1', 1)])).toEqual(['v9+v8+v7+v6+v1', 'o1']);
});

it('sets apart what happens now from what was before', () => {
  const old = held('old', 0, 'cap');
  const fresh = { ...visit('new', 0), at: new Date(Date.parse(old.at) + 3_700_000).toISOString() };
  const parts = feedParts([old, fresh], Date.parse(fresh.at) + 1_000);

  expect(parts.now.map(({ news }) => news[0].id)).toEqual(['new']);
  expect(parts.before.map(({ news }) => news[0].id)).toEqual(['old']);
});
