// The numbers that the checks of a decision compared, in words.
import { detailInWords } from '../../services/console/web/src/features/why/check-words';
import type { Language } from '../../services/console/web/src/i18n/languages';
import { formatIn } from '../../services/console/web/src/words/format';
import { translator } from './dictionaries';

const said = (language: Language, check: string, detail: Record<string, unknown>, passed = false) =>
  detailInWords(
    { check, passed, detail },
    {
      ...{ t: translator(language), format: formatIn(language), zone: 'Asia/Shanghai', accepts: ['live'] },
      ...{ decidedAt: '2026-11-24T14:37:00.000Z', segments: {} },
    },
  );
const LAST = Date.UTC(2026, 10, 1, 4);

it.each<[string, Record<string, unknown>, string, string]>([
  ['stopped', { state: 'paused' }, 'state: paused', '状态：已暂停'],
  ['stopped', { state: 'running', all: true }, 'all campaigns are stopped', '所有活动已停止发送'],
  ['under-way', { enrolments: 1 }, 'a customer passes this journey once at a time', '同一客户不能同时多次进入此旅程'],
  ['no-longer', { trigger: 'left', segments: ['a', 'b'], isIn: true }, 'in “a, b”', '仍在客群“a、b”中'],
  ['chain', { depth: 6, most: 5 }, '6 of at most 5 steps', '第 6 层，至多 5 层'],
  ['control', { control: 0.1 }, '10% of customers get nothing, chosen by lot', '随机 10% 的客户不发送'],
  ['global-control', { control: 0.05 }, '5% of customers get nothing, chosen by lot', '随机 5% 的客户不发送'],
  [
    'no-consent',
    { consent: 'email/marketing', state: 'withdrawn' },
    'marketing by E-mail: withdrawn',
    '邮件营销：已撤回',
  ],
  ['no-address', { channel: 'sms' }, 'SMS', '短信'],
  [
    'again',
    { lastSentAt: LAST, againAfterDays: 30 },
    'last had it 1 Nov, 12:00 (China Standard Time); again after 30 days',
    '上次收到：11月1日 12:00（中国标准时间）；30 天后可再次发送',
  ],
  [
    'again',
    { lastSentAt: LAST, againAfterDays: null },
    'had it 1 Nov, 12:00 (China Standard Time); only once per customer',
    '上次收到：11月1日 12:00（中国标准时间）；每位客户仅一次',
  ],
  ['cap', { sent: 3, messages: 3, days: 7 }, '3 of at most 3 in 7 days', '7 天内 3 条，至多 3 条'],
  ['content', {}, 'the template has a fault', '模板有误'],
  ['content', { error: 'filter', line: 4 }, 'the template has a fault (filter), line 4', '模板有误（filter），第 4 行'],
  [
    'too-many-waiting',
    { waiting: 50, most: 50 },
    '50 wait for a time that is not quiet; at most 50',
    '50 条在等待；至多 50 条',
  ],
  [
    'quiet-hours',
    { from: '21:00', to: '08:00' },
    'it was 22:37 for the customer (China Standard Time); quiet from 21:00 to 08:00',
    '当时客户当地时间为 22:37（中国标准时间），免打扰时段为 21:00 至 08:00',
  ],
  ['later-check', {}, '', ''],
])('%s %j', (check, detail, english, chinese) => {
  expect([said('en', check, detail), said('zh-CN', check, detail)]).toEqual([english, chinese]);
});

it('news that is young enough says where it came from and how old it was', () => {
  expect(said('en', 'history', { origin: 'live', ageMs: 120_000 }, true)).toBe('live, 2 minutes old');
});
