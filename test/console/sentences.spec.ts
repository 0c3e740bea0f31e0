// Sentences on customers, decisions and numbers, in both languages, without a browser.
import { TOPICS } from '@segue/contracts';
import type { CampaignShown, Decision, NextChange } from '../../services/console/web/src/api/types';
import { faultInWords, differences } from '../../services/console/web/src/features/operate/refusals/fault-words';
import { isDemoName } from '../../services/console/web/src/features/own-data/demo-name';
import { type CheckWords, detailInWords } from '../../services/console/web/src/features/why/check-words';
import { outcomeInWords } from '../../services/console/web/src/features/why/outcome';
import { ended, storyOf } from '../../services/console/web/src/features/why/story';
import { nameIn } from '../../services/console/web/src/words/bilingual';
import { besideName, calledIn, calledOf } from '../../services/console/web/src/words/called';
import { changeInWords, changesToShow } from '../../services/console/web/src/words/changes';
import { formatIn } from '../../services/console/web/src/words/format';
import { lettersByKind } from '../../services/console/web/src/words/letters';
import { masked } from '../../services/console/web/src/words/masked';
import { serviceInWords, topicInWords } from '../../services/console/web/src/words/names';
import { foundOrders } from '../../services/console/web/src/words/orders';
import { en } from '../../services/console/web/src/words/words.en';
import { translator } from './dictionaries';

const said = { en: translator('en'), 'zh-CN': translator('zh-CN') };
const t = (language: 'en' | 'zh-CN') => said[language];

const NOW = Date.UTC(2026, 10, 24, 6, 37);
const change = (given: Partial<NextChange>): NextChange => ({
  ...{ at: '2026-12-29T06:37:00.000Z', kind: 'tier', subject: 'value', from: 'MVC', to: 'standard' },
  ...given,
});
const WIN_BACK: CampaignShown = {
  ...{ id: 'win-back', name: 'Win back', state: 'running', accepts: ['live', 'replay'] },
  trigger: { on: 'entered', segment: 'silent' },
};
const wordsIn = (language: 'en' | 'zh-CN') => ({
  t: t(language),
  format: formatIn(language),
  now: NOW,
  segments: { silent: language === 'en' ? 'Valued and silent' : '高价值且沉默' },
  campaigns: [WIN_BACK],
});

describe('the next change', () => {
  it.each<[string, NextChange, string, string]>([
    [
      'of a segment that a campaign waits for',
      change({ kind: 'entered', subject: 'silent', from: null, to: null }),
      'Enters “Valued and silent” in 5 weeks; “Win back” then decides whether to write.',
      '5 周后进入客群“高价值且沉默”，届时由活动“Win back”决定是否联系。',
    ],
    [
      'of a segment that is left',
      change({ kind: 'left', subject: 'silent', from: null, to: null }),
      'Leaves “Valued and silent” in 5 weeks.',
      '5 周后离开客群“高价值且沉默”。',
    ],
    [
      'of the value tier',
      change({}),
      'Value tier goes from MVC to Standard in 5 weeks.',
      '5 周后价值分层由最有价值变为普通。',
    ],
    [
      'of the RFM name, which is no segment',
      change({ subject: 'rfm', from: 'Loyal', to: 'Lost' }),
      'RFM name goes from Loyal to Lost in 5 weeks.',
      '5 周后消费行为分组由忠诚客户变为已流失。',
    ],
  ])('names its subject: %s', (_, one, english, chinese) => {
    expect(changeInWords(one, wordsIn('en'))).toBe(english);
    expect(changeInWords(one, wordsIn('zh-CN'))).toBe(chinese);
  });

  it('is told of the value tier and of one segment; of the RFM name only where nothing else changes', () => {
    const rfm = change({ subject: 'rfm' });
    const entered = change({ kind: 'entered', subject: 'a' });
    const left = change({ kind: 'left', subject: 'b' });
    const later = { ...entered, at: '2027-02-01T00:00:00.000Z' };
    expect(changesToShow([rfm, entered, left, change({})])).toEqual([change({}), entered]);
    expect(changesToShow([later, change({})])).toEqual([change({}), later]);
    expect(changesToShow([rfm])).toEqual([rfm]);
    expect(changesToShow([])).toEqual([]);
  });
});

describe('a check', () => {
  const words = (given: Partial<CheckWords> = {}): CheckWords => ({
    ...{ t: t('en'), format: formatIn('en'), zone: 'Asia/Shanghai', accepts: ['live', 'replay'] },
    decidedAt: '2026-11-24T14:37:00.000Z',
    segments: { silent: 'Valued and silent' },
    ...given,
  });
  const history = (origin: string, hours: number, given?: Partial<CheckWords>) =>
    detailInWords({ check: 'history', passed: false, detail: { origin, ageMs: hours * 3_600_000 } }, words(given));

  it('says which of its conditions failed', () => {
    expect(history('backfill', 13)).toBe('it came in backfilled, on which this campaign does not act');
    expect(history('live', 72)).toBe('it happened 3 days ago; campaigns act within 24 hours');
    expect(history('import', 72)).toMatch(/imported, on which .* and 3 days late/);
    // The campaign is not known any more: the origin is not named where the age alone explains the
    // result.
    expect(history('import', 13, { accepts: null })).toMatch(/imported, on which/);
    expect(history('import', 72, { accepts: null })).toMatch(/^it happened 3 days ago/);
  });

  it('says what a wait has changed', () => {
    const after = (detail: Record<string, unknown>) =>
      detailInWords({ check: 'no-longer', passed: false, detail }, words());
    expect(after({ trigger: 'entered', segment: 'silent', isIn: false })).toBe('not in “Valued and silent”');
    expect(after({ trigger: 'tier', scheme: 'value', was: 'MVC', now: 'MGC' })).toBe('the tier was MVC and is MGC');
    expect(after({ trigger: 'touchpoint', event: 'Order Completed', isCancelled: true })).toBe(
      'the order was cancelled since',
    );
  });

  it('tells quiet hours by the customer’s clock and zone', () => {
    const until = Date.UTC(2026, 10, 25, 0);
    const detail = { zone: 'Asia/Shanghai', from: '21:00', to: '08:00', until };
    const quiet = (given: Partial<CheckWords>) =>
      detailInWords({ check: 'quiet-hours', passed: false, detail }, words(given));
    expect(quiet({})).toBe(
      'it was 22:37 for the customer (China Standard Time); quiet from 21:00 to 08:00, over on 25 Nov, 08:00',
    );
    expect(quiet({ t: t('zh-CN'), format: formatIn('zh-CN') })).toMatch(/^当时客户当地时间为 22:37（中国标准时间）/);
  });
});

describe('a customer', () => {
  const customer = { customer: 'c0076', name: null, traits: {}, identities: ['userId:u42'] };

  it('is called by name, else by e-mail, else by id', () => {
    const email = { ...customer, traits: { email: 'a@example.com' } };
    expect(calledOf({ ...email, name: 'Ana' }, t('en'))).toBe('Ana');
    expect(calledOf(email, t('en'))).toBe('a@example.com');
    expect(calledOf(customer, t('en'))).toBe('u42');
    expect(calledIn({ ...customer, identity: 'anonymousId:3f2a9c1d-77' }, t('zh-CN'))).toBe('访客 3f2a9c1d');
    expect(calledIn({ ...customer, identity: null }, t('en'))).toBe('c0076');
    expect(besideName({ ...email, name: 'Ana', traits: { email: 'a@example.com', city: 'Wien' } }, t('en'))).toBe(
      'a@example.com · Wien',
    );
    expect(besideName(customer, t('en'))).toBe('');
  });

  it.each([
    ['13800001234', '138****1234'],
    ['+1 555-0173', '+1 ***-0173'],
    ['+86 13800001234', '+86 138****1234'],
  ])('has a phone number of which the middle is hidden: %s', (phone, shown) => {
    expect(masked(phone)).toBe(shown);
  });
});

describe('a decision', () => {
  const decision = (given: Partial<Decision>): Decision =>
    ({
      id: 'd1',
      campaign: 'a',
      cause: { id: 'c:7' },
      step: 'start',
      outcome: 'deferred',
      dueAt: null,
      content: null,
      ...given,
    }) as Decision;
  const waiting = decision({ dueAt: '2026-11-25T00:00:00.000Z' });
  const later = decision({ id: 'd2', outcome: 'held', step: `resume-${Date.UTC(2026, 10, 25)}` });

  it('is written, not sent, where it only went to the outbox', () => {
    const sent = (channel: string) =>
      outcomeInWords(decision({ outcome: 'sent', content: { channel } as never }), t('en'));
    expect([sent('outbox'), sent('email')]).toEqual(['Written, in the outbox', 'Sent']);
  });

  it('does not wait any more once the wait has ended', () => {
    const endedBy = { id: 'd2', outcome: 'held', reason: 'history', decidedAt: '2026-11-25T00:00:00.000Z' } as const;
    expect(outcomeInWords(decision({ endedBy: null }), t('en'))).toBe('Waiting');
    expect(outcomeInWords(decision({ endedBy }), t('en'))).toBe('Waited');
    expect(outcomeInWords(decision({ endedBy }), t('zh-CN'))).toBe('等待已结束');
  });

  it('leads from the wait to its end and back, and is listed once', () => {
    const other = decision({ id: 'd3', cause: { id: 'c:8' } as never, step: later.step });
    expect(storyOf(waiting, [later, waiting, other])).toEqual({ before: undefined, after: later });
    expect(storyOf(later, [later, waiting, other])).toEqual({ before: waiting, after: undefined });
    expect(ended([later, waiting, other]).map(({ id }) => id)).toEqual(['d2', 'd3']);
  });
});

describe('what was set aside', () => {
  it('is told apart: contradictions and what could not be read', () => {
    expect(lettersByKind([{ code: 'conflict' }, { code: 'amount' }, { code: 'conflict' }])).toEqual({
      conflicts: 2,
      unreadable: 1,
    });
    expect(faultInWords({ code: 'conflict' }, 'reason', t('zh-CN'))).toBe('与编号相同的旧事件矛盾');
    expect(faultInWords({ code: 'new' }, 'reason', t('zh-CN'))).toBe('reason');
  });

  it('shows where two copies differ', () => {
    const copy = { event: 'Order Completed', properties: { total: '29.33', currency: 'USD' } };
    expect(differences(copy, { ...copy, properties: { ...copy.properties, total: '31.00' } })).toEqual([
      { path: 'properties.total', a: '29.33', b: '31.00' },
    ]);
  });
});

it('shows names given in both languages in the one of the page', () => {
  expect([nameIn('Win back / 唤回', 'en'), nameIn('Win back / 唤回', 'zh-CN')]).toEqual(['Win back', '唤回']);
  expect(['A / B', '唤回 / Win', 'Win'].map((name) => nameIn(name, 'zh-CN'))).toEqual(['A / B', '唤回 / Win', 'Win']);
});

it('sets a space between figures and Chinese characters, everywhere alike', () => {
  const format = formatIn('zh-CN');
  expect(format.relative(NOW + 3 * 3_600_000, NOW)).toBe('3 小时后');
  expect(format.relative(NOW - 7_000, NOW)).toBe('7 秒前');
  expect(format.span(3 * 86_400_000)).toBe('3 天');
  expect([59, 61, 112].map((s) => formatIn('en').relative(NOW - s * 1_000, NOW))).toEqual([
    '59 seconds ago',
    '1 minute ago',
    '2 minutes ago',
  ]);
  expect([formatIn('en').milliseconds(1_711), formatIn('en').milliseconds(911)]).toEqual(['1.7 s', '911 ms']);
});

it('has words for every topic and service', () => {
  const codes = {
    topics: [topicInWords, TOPICS.map(({ name }) => name)],
    services: [serviceInWords, ['ingestion', 'profile', 'scoring', 'campaign', 'delivery', 'console']],
  } as const;
  for (const language of ['en', 'zh-CN'] as const)
    for (const [say, names] of Object.values(codes))
      expect(names.filter((name) => say(name, t(language)) === name && language === 'zh-CN')).toEqual([]);
  expect(TOPICS.filter(({ name }) => !Object.hasOwn(en.topics, name))).toEqual([]);
});

it('takes the name of the demo in either language, as people type it', () => {
  expect(['Northlight Records', ' northlight  records ', '北光唱片'].map(isDemoName)).toEqual([true, true, true]);
  expect(['', 'Northlight', '北光', 'Segue'].map(isDemoName)).toEqual([false, false, false, false]);
});

describe('what a rule on orders found', () => {
  const at = Date.UTC(2026, 4, 1, 12);
  it.each<[unknown, string | null, string | null]>([
    [{ orders: 1, latest: at }, '1 order', '1 笔订单'],
    [{ orders: 0 }, '0 orders', '0 笔订单'],
    [80.5, '€80.50', '€80.50'],
    [null, 'no such order', '没有符合的订单'],
    [{ at, state: 'completed', amount: 49.9 }, '€49.90 on Fri, 1 May 2026', '2026年5月1日 周五下单，€49.90'],
    [
      { at, state: 'completed', amount: null },
      'Fri, 1 May 2026, in a currency without a rate',
      '2026年5月1日 周五下单，币种无汇率',
    ],
    [undefined, null, null],
    [{ later: 1 }, null, null],
  ])('is said: %j', (value, inEnglish, inChinese) => {
    const words = (language: 'en' | 'zh-CN') => ({ t: t(language), format: formatIn(language), currency: 'EUR' });
    expect([foundOrders(value, words('en')), foundOrders(value, words('zh-CN'))]).toEqual([inEnglish, inChinese]);
  });
});
