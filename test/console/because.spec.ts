// Why a rule holds, in words, in both languages.
import type { Language } from '../../services/console/web/src/i18n/languages';
import { becauseInWords } from '../../services/console/web/src/words/because';
import { formatIn } from '../../services/console/web/src/words/format';
import { translator } from './dictionaries';

const wordsIn = (language: Language) => ({
  ...{ t: translator(language), language, format: formatIn(language), currency: 'USD' },
  segments: { silent: language === 'en' ? 'Silent' : '沉默' },
});
const inBoth = (...reasons: object[]) => [
  becauseInWords(reasons, wordsIn('en')),
  becauseInWords(reasons, wordsIn('zh-CN')),
];
const rule = (condition: object, holds: boolean, value: unknown) => ({ condition, holds, value });
const tier = (given: object) => ({ fact: 'net', is: 'atLeast', level: 4000, value: 5230, holds: true, ...given });

describe('a comparison that decided the value tier', () => {
  it('has its amount and the cut-off', () => {
    expect(inBoth(tier({}))).toEqual([
      ['net margin of 12 months: $52.30 ($40.00 or more)'],
      ['12 个月净利润为 $52.30（不低于 $40.00）'],
    ]);
    expect(inBoth(tier({ value: 1000, holds: false }))).toEqual([
      ['net margin of 12 months: $10.00 (under $40.00)'],
      ['12 个月净利润为 $10.00（未达到 $40.00）'],
    ]);
  });

  it('is left out where it says only that the customer is not below zero, unless it is the only one', () => {
    const notBelow = tier({ is: 'below', level: 0, holds: false });
    expect(inBoth(tier({}), notBelow)[0]).toEqual(['net margin of 12 months: $52.30 ($40.00 or more)']);
    expect(inBoth(notBelow)[0]).toEqual(['net margin of 12 months: $52.30 ($0.00 or more)']);
    expect(inBoth(tier({}), tier({ is: 'below', level: 0, value: -300 }))[0]).toHaveLength(2);
  });
});

describe('a condition of a segment', () => {
  it.each<[string, object, boolean, unknown, string, string]>([
    [
      'of days since the last order',
      { kind: 'recency', is: 'atLeast', days: 60 },
      true,
      { days: 72 },
      'last order 72 days ago (60 days or more)',
      '上次购买在 72 天前（需满 60 天）',
    ],
    [
      'of days since the last order, at most',
      { kind: 'recency', is: 'atMost', days: 1 },
      true,
      { days: 0 },
      'last order 0 days ago (1 day or less)',
      '上次购买在 0 天前（1 天以内）',
    ],
    [
      'of the value tier',
      { kind: 'tier', scheme: 'value', in: ['MVC'] },
      true,
      'MVC',
      'value tier is MVC',
      '价值分层为最有价值',
    ],
    [
      'of orders in a period: enough are kept, so there may be more',
      { kind: 'event', name: 'Order Completed', times: { atLeast: 2 }, within: { amount: 90, unit: 'days' } },
      true,
      { times: 2 },
      'bought at least 2 times in 90 days',
      '90 天内至少购买 2 次',
    ],
    [
      'of orders in a period: too few',
      { kind: 'event', name: 'Order Completed', times: { atLeast: 3 }, within: { amount: 24, unit: 'hours' } },
      false,
      { times: 1 },
      'bought once in 24 hours',
      '24 小时内购买 1 次',
    ],
    [
      'of orders ever',
      { kind: 'event', name: 'Order Completed', times: { atLeast: 1 } },
      true,
      { times: 1 },
      'bought at least once',
      '至少购买 1 次',
    ],
    [
      'of a share',
      { kind: 'number', name: 'pAlive', is: 'below', value: 0.5 },
      true,
      0.31,
      'P(alive): 31% (below 50%)',
      '活跃概率为 31%（低于 50%）',
    ],
    [
      'of a share that does not hold',
      { kind: 'number', name: 'pAlive', is: 'below', value: 0.5 },
      false,
      0.8,
      'P(alive): 80% (50% or more)',
      '活跃概率为 80%（不低于 50%）',
    ],
  ])('%s', (_, condition, holds, value, english, chinese) => {
    expect(inBoth(rule(condition, holds, value))).toEqual([[english], [chinese]]);
  });

  it('without a phrase of its own is described by the rule language, negated where it does not hold', () => {
    const condition = { kind: 'segment', id: 'silent', is: 'in' };
    const [english, chinese] = inBoth(rule(condition, false, null)) as [string[], string[]];
    expect(english[0]).toMatch(/^not: .*Silent/);
    expect(chinese[0]).toMatch(/^并非：.*沉默/);
  });

  it('on orders says what was found', () => {
    const condition = { kind: 'order', ask: { is: 'total', atLeast: 100 }, where: {} };
    const [english] = inBoth(rule(condition, true, 120.5)) as [string[]];
    expect(english[0]).toMatch(/\(found: \$120\.50\)$/);
  });
});

it('has no words for what is no list, and passes over kinds that it does not know', () => {
  expect(becauseInWords(null, wordsIn('en'))).toEqual([]);
  expect(becauseInWords({ condition: { kind: 'recency' } }, wordsIn('en'))).toEqual([]);
  expect(becauseInWords([{ later: 1 }], wordsIn('en'))).toEqual([]);
});
