// News of the live feed in words: one by one, and many alike.
import type { News } from '../../services/console/web/src/api/live';
import { markOf, sentenceOf, sentenceOfMany } from '../../services/console/web/src/features/home/feed/news-words';
import { translator } from './dictionaries';

const names = { segments: { silent: 'Silent' }, campaigns: { hello: 'Welcome' } };
const t = translator('en');
const news = (given: object): News =>
  ({ id: 'n1', customer: 'c1', name: 'Ana', identity: null, at: '2026-11-22T12:00:00.000Z', ...given }) as News;
const said = (given: object) => {
  const { key, values } = sentenceOf(news(given), names, t);
  return t(key, { ...values, name: 'Ana' }).replace(/<\/?1>/g, '');
};
const tier = (from: string | null, to: string) => ({ kind: 'tier', subject: 'value', from, to });
const decision = (given: object) => ({
  kind: 'decision',
  campaign: 'hello',
  reason: 'cap',
  channel: 'email',
  ...given,
});

it.each<[object, string, string]>([
  [{ kind: 'touchpoint', event: 'Order Completed' }, '·', 'Ana bought something'],
  [{ kind: 'touchpoint', event: 'Quiz Finished' }, '·', 'Ana: “Quiz Finished”'],
  [tier('standard', 'MVC'), '▲', 'Ana rose from Standard to MVC'],
  [tier('MVC', 'BZ'), '▼', 'Ana fell from MVC to BZ'],
  [tier(null, 'MGC'), '▲', 'Ana starts as MGC'],
  [{ kind: 'entered', subject: 'silent' }, '→', 'Ana entered “Silent”'],
  [{ kind: 'left', subject: 'gone' }, '←', 'Ana left “gone”'],
  [decision({ outcome: 'sent' }), '✓', '“Welcome” wrote to Ana'],
  [decision({ outcome: 'sent', channel: 'outbox' }), '✓', '“Welcome” wrote to Ana, in the outbox'],
  [decision({ outcome: 'held' }), '✕', '“Welcome” held back from Ana: frequency cap'],
  [decision({ outcome: 'deferred', reason: 'quiet-hours' }), '…', '“Welcome” waits with Ana: quiet hours'],
])('%j', (given, mark, sentence) => {
  expect([markOf(news(given)), said(given)]).toEqual([mark, sentence]);
});

it('many alike are one sentence with the number of customers, each counted once', () => {
  const [first, second] = [news(tier('MVC', 'MGC')), news({ ...tier('MVC', 'MGC'), id: 'n2', customer: 'c2' })];
  const inWords = (some: readonly [News, ...News[]]) => {
    const { key, values } = sentenceOfMany(some, names, t);
    return t(key, values);
  };
  expect(inWords([first, second, { ...second, id: 'n3' }])).toBe('2 customers fell from MVC to MGC');
  expect(inWords([news(decision({ outcome: 'held' }))])).toBe('“Welcome” held back from 1 customer: frequency cap');
});
