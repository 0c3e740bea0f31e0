import fc from 'fast-check';
import { describe as inWords, describeCondition } from './describe';
import type { Condition } from './language';
import { calendarConditions, smallConditions } from '../testing/worlds';

const cases: [Condition, string, string][] = [
  [
    { kind: 'trait', name: 'city', is: 'in', values: ['Paris', 'Lyon'] },
    'city is “Paris” or “Lyon”',
    'city 为“Paris”或“Lyon”',
  ],
  [
    { kind: 'event', name: 'Order Completed', times: { atLeast: 2 }, within: { amount: 90, unit: 'days' } },
    'they did “Order Completed” at least 2 times in the last 90 days',
    '最近 90 天内，“Order Completed”发生至少 2 次',
  ],
  [
    {
      kind: 'never',
      name: 'Email Clicked',
      where: [{ property: 'campaign', is: 'equal', value: 'spring' }],
      within: { this: 'month', zone: 'customer' },
    },
    'they never did “Email Clicked” (campaign is “spring”) this month by their own clock',
    '本月（按客户当地时间），从未发生“Email Clicked”（campaign 等于 “spring”）',
  ],
  [
    { kind: 'sum', name: 'Order Completed', property: 'total', is: 'atLeast', value: 500, within: { last: 'year' } },
    'the sum of total over “Order Completed” last year is at least 500',
    '去年，“Order Completed”的 total 合计不低于 500',
  ],
  [
    { kind: 'unanswered', name: 'Product Viewed', by: { name: 'Order Completed' }, for: { amount: 2, unit: 'hours' } },
    'they did “Product Viewed” and, for 2 hours since, not “Order Completed”',
    '发生“Product Viewed”，此后 2 小时内没有“Order Completed”',
  ],
  [
    { kind: 'sequence', steps: [{ name: 'A' }, { name: 'B' }], span: { amount: 1, unit: 'days' } },
    'they did “A”, then “B” within 1 day',
    '在 1 天内依次发生“A”、“B”',
  ],
  [
    { kind: 'last', name: 'Order Completed', has: [{ property: 'channel', is: 'equal', value: 'till' }] },
    'their last “Order Completed” happened with channel is “till”',
    '最近一次“Order Completed”已发生，且 channel 等于 “till”',
  ],
  [{ kind: 'recency', is: 'atLeast', days: 60 }, 'the last order was 60 days ago or longer', '距上次下单已满 60 天'],
  [{ kind: 'tier', scheme: 'value', in: ['MVC'] }, 'the value tier is “MVC”', '分层“value”为“MVC”'],
  [
    { kind: 'date', name: 'birthday', yearly: true, from: -7, to: 0 },
    'today is 0 to 7 days before the anniversary of birthday',
    '今天是每年 birthday 之前 0 至 7 天',
  ],
  [{ kind: 'segment', id: 's1' }, 'they are in the segment “Silent”', '属于客群“Silent”'],
  [
    { kind: 'consent', channel: 'email', purpose: 'marketing', is: 'granted' },
    'consent to marketing by email is granted',
    'email 渠道对 marketing 的授权已同意',
  ],
  [
    { kind: 'share', seed: 'pilot', from: 0, to: 0.07 },
    'they are in the random share from 0 % to 7 % of “pilot”',
    '属于随机分组“pilot”的 0% 至 7%',
  ],
];

it.each(cases)('%j', (condition, en, zh) => {
  const names = { segments: { s1: 'Silent' } };
  expect(describeCondition(condition, 'en', names)).toBe(en);
  expect(describeCondition(condition, 'zh-CN', names)).toBe(zh);
});

it('tells what belongs together', () => {
  const a: Condition = { kind: 'recency', is: 'atLeast', days: 1 };
  const when: Condition = { kind: 'and', of: [a, { kind: 'or', of: [a, { kind: 'not', of: a }] }] };
  expect(inWords({ version: 1, when }, 'en')).toBe(
    'Customers of whom this is true: the last order was 1 day ago or longer, and (the last order was 1 day ago or longer, or it is not so that the last order was 1 day ago or longer).',
  );
  expect(inWords({ version: 1, when }, 'zh-CN')).toBe(
    '满足以下条件的客户：距上次下单已满 1 天，且（距上次下单已满 1 天，或不满足“距上次下单已满 1 天”）。',
  );
});

it('has words for everything', () => {
  fc.assert(
    fc.property(
      fc.oneof(smallConditions, calendarConditions),
      fc.constantFrom('en' as const, 'zh-CN' as const),
      (condition, locale) => {
        expect(describeCondition(condition, locale)).not.toMatch(/undefined|\[object|NaN/);
      },
    ),
    { numRuns: 500 },
  );
});
