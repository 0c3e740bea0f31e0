import type { News } from '../../services/console/web/src/api/live';
import { feedLines } from '../../services/console/web/src/home/feed-lines';

const common = { customer: 'c', name: null };
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const visit = (id: string, second: number): News => ({
  ...common,
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

  expect(shape(news)).toEqual(['d5+d4+d3+d2', 'v2', 'v1']);
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

it('never counts what customers do', () => {
  expect(feedLines([1, 2, 3, 4, 5, 6].map((n) => visit(`v${n}`, n)))).toHaveLength(6);
});
