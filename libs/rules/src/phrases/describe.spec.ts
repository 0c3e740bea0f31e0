import fc from 'fast-check';
import { calendarConditions } from '../../testing/calendar-worlds';
import { smallConditions } from '../../testing/worlds';
import type { NumberComparison } from '../language/comparisons';
import type { Condition } from '../language/rule';
import { both } from '../../testing/phrases';
import { describeCondition, describe as inWords } from './describe';

const sentences: [Condition, string, string][] = [
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
    'they did “Product Viewed” and then not “Order Completed” within 2 hours',
    '发生“Product Viewed”，其后 2 小时内没有“Order Completed”',
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
  [
    { kind: 'order', what: 'count', times: { atLeast: 2 }, within: { amount: 90, unit: 'days' } },
    'they placed at least 2 orders in the last 90 days',
    '最近 90 天内，至少有 2 笔订单',
  ],
  [{ kind: 'order', what: 'count', times: { atMost: 0 } }, 'they placed no order', '没有订单'],
  [
    { kind: 'order', what: 'count', times: { exactly: 0 }, where: { states: ['cancelled'] }, within: { this: 'year' } },
    'they placed no order (cancelled) this year',
    '今年，没有（状态为已取消）的订单',
  ],
  [
    {
      kind: 'order',
      what: 'count',
      times: { exactly: 1 },
      where: { products: ['X', 'Y'], categories: ['shoes'], returned: false, amount: { is: 'atLeast', value: 20 } },
    },
    'they placed exactly 1 order (amount of at least 20 EUR, with product “X” or “Y” that was not given back, with category “shoes” that was not given back)',
    '恰好有 1 笔（金额不低于 20 EUR，含未退回的商品“X”或“Y”，含未退回的品类“shoes”）的订单',
  ],
  [
    { kind: 'order', what: 'sum', is: 'between', from: 100, to: 200, where: { states: ['completed', 'refunded'] } },
    'the total of their orders (without refund or fully refunded) is from 100 to 200 EUR',
    '（状态为未退款或全额退款）的订单金额合计在 100 至 200 之间（EUR）',
  ],
  [
    { kind: 'order', what: 'average', is: 'above', value: 80, within: { last: 'quarter' } },
    'the average of their orders last quarter is above 80 EUR',
    '上季度，订单平均金额高于 80 EUR',
  ],
  [
    { kind: 'order', what: 'first', has: { amount: { is: 'below', value: 50 } } },
    'their first order has an amount below 50 EUR',
    '首笔订单金额低于 50 EUR',
  ],
  [
    {
      kind: 'order',
      what: 'last',
      where: { categories: ['shoes'] },
      has: { states: ['partlyRefunded'], products: ['X'], returned: true, amount: { is: 'equal', value: 9.5 } },
      within: { amount: 60, unit: 'days' },
      olderThan: { amount: 30, unit: 'days', zone: 'customer' },
    },
    'their last order (with category “shoes”) was placed in the last 60 days and 30 days ago or longer by their own clock and is partly refunded and has an amount of 9.5 EUR and contains product “X” that was given back',
    '最近一笔（含品类“shoes”）的订单下单时间在最近 60 天内，且下单已满 30 天（按客户当地时间），且状态为部分退款，且金额等于 9.5 EUR，且含已退回的商品“X”',
  ],
  [{ kind: 'order', what: 'first' }, 'they have a first order', '有首笔订单'],
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

it.each(sentences)('%j', (condition, en, zh) => {
  const names = { segments: { s1: 'Silent' }, currency: 'EUR' };
  expect(describeCondition(condition, 'en', names)).toBe(en);
  expect(describeCondition(condition, 'zh-CN', names)).toBe(zh);
});

const known: Condition = { kind: 'trait', name: 'x', is: 'known' };
const unknown: Condition = { kind: 'trait', name: 'x', is: 'unknown' };

it.each<[Condition, string, string]>([
  [{ kind: 'event', name: 'A', times: { atLeast: 1 }, where: [] }, 'they did “A” at least once', '“A”发生至少 1 次'],
  [
    {
      kind: 'event',
      name: 'A',
      times: { atLeast: 1 },
      where: [
        { property: 'p', is: 'equal', value: 1 },
        { property: 'q', is: 'known' },
      ],
    },
    'they did “A” (p is 1, q is known) at least once',
    '“A”（p 等于 1，q 已知）发生至少 1 次',
  ],
  [
    { kind: 'average', name: 'A', property: 'total', is: 'between', from: 1, to: 2, within: { this: 'week' } },
    'the average of total over “A” this week is from 1 to 2',
    '本周，“A”的 total 平均在 1 至 2 之间',
  ],
  [
    {
      kind: 'ratio',
      part: { name: 'O' },
      whole: { name: 'S', where: [{ property: 'c', is: 'equal', value: 'x' }] },
      is: 'below',
      value: 0.1,
      within: { amount: 30, unit: 'days' },
    },
    '“O” for each “S” (c is “x”) in the last 30 days is below 0.1',
    '最近 30 天内，“O”与“S”（c 等于 “x”）的次数之比低于 0.1',
  ],
  [{ kind: 'first', name: 'A' }, 'their first “A” happened', '首次“A”已发生'],
  [{ kind: 'first', name: 'A', within: { this: 'month' } }, 'their first “A” happened this month', '首次“A”发生在本月'],
  [
    {
      kind: 'last',
      name: 'A',
      has: [
        { property: 'p', is: 'known' },
        { property: 'q', is: 'unknown' },
      ],
      within: { amount: 7, unit: 'days' },
    },
    'their last “A” happened with p is known and q is unknown in the last 7 days',
    '最近一次“A”发生在最近 7 天内，且 p 已知，q 未知',
  ],
  [
    { kind: 'unanswered', name: 'A', by: { name: 'B' }, for: { amount: 1, unit: 'days' }, within: { this: 'day' } },
    'they did “A” today and then not “B” within 1 day',
    '今天，发生“A”，其后 1 天内没有“B”',
  ],
  [
    { kind: 'place', visit: 'usual', name: 'A', property: 'store.region', in: ['N', 'S'], within: { this: 'year' } },
    'they usually did “A” this year in the region “N” or “S”',
    '今年，“A”通常发生在区域“N”或“S”',
  ],
  [
    { kind: 'place', visit: 'last', name: 'A', property: 'store.id', in: [7] },
    'they last did “A” in the store 7',
    '最近一次“A”发生在门店7',
  ],
  [
    { kind: 'place', visit: 'any', name: 'A', property: 'storeCode', in: ['N1'], within: { amount: 2, unit: 'days' } },
    'they did “A” at least once in the last 2 days in the store “N1”',
    '最近 2 天内，“A”至少 1 次发生在门店“N1”',
  ],
  [
    { kind: 'place', visit: 'any', name: 'A', property: 'store.tradeArea', in: ['N1'] },
    'they did “A” at least once in the trade area “N1”',
    '“A”至少 1 次发生在商圈“N1”',
  ],
  [
    { kind: 'place', visit: 'any', name: 'A', property: 'constructor', in: ['N1'] },
    'they did “A” at least once in constructor “N1”',
    '“A”至少 1 次发生在 constructor “N1”',
  ],
  [
    { kind: 'unanswered', name: 'A', by: { name: 'B' }, for: { amount: 2, unit: 'hours' }, still: true },
    'they did “A” and then not “B” within 2 hours, nor since',
    '发生“A”，其后 2 小时内没有“B”，至今也没有',
  ],
  [
    {
      kind: 'sequence',
      steps: [{ name: 'A' }, { name: 'B' }, { name: 'C' }],
      span: { amount: 2, unit: 'days' },
      within: { amount: 7, unit: 'days' },
    },
    'they did “A”, then “B”, then “C” within 2 days, the last step in the last 7 days',
    '最近 7 天内完成，在 2 天内依次发生“A”、“B”、“C”',
  ],
  [{ kind: 'recency', is: 'atMost', days: 1 }, 'the last order was at most 1 day ago', '距上次下单不超过 1 天'],
  [
    { kind: 'tier', scheme: 'rfm', in: ['Loyal', 'New'] },
    'the rfm tier is “Loyal” or “New”',
    '分层“rfm”为“Loyal”或“New”',
  ],
  [{ kind: 'number', name: 'x', is: 'known' }, 'the number “x” is known', '指标“x”已知'],
  [{ kind: 'number', name: 'x', is: 'unknown' }, 'the number “x” is unknown', '指标“x”未知'],
  [{ kind: 'number', name: 'x', is: 'atLeast', value: 5 }, 'the number “x” is at least 5', '指标“x”不低于 5'],
  [{ kind: 'number', name: 'toString', is: 'known' }, 'the number “toString” is known', '指标“toString”已知'],
  [
    { kind: 'date', name: 'born', yearly: true, from: 0, to: 0 },
    'today is the day of the anniversary of born',
    '今天是每年 born 当天',
  ],
  [
    { kind: 'age', name: 'born', is: 'atLeast', value: 18 },
    'the years since born are at least 18',
    '自 born 起的周年数不低于 18',
  ],
  [{ kind: 'age', name: 'born', is: 'equal', value: 18 }, 'the years since born are 18', '自 born 起的周年数等于 18'],
  [
    { kind: 'age', name: 'born', is: 'between', from: 18, to: 20 },
    'the years since born are from 18 to 20',
    '自 born 起的周年数在 18 至 20 之间',
  ],
  [
    { kind: 'date', name: 'born', yearly: true, from: 0, to: 0, zone: 'customer' },
    'today by their own clock is the day of the anniversary of born',
    '今天（按客户当地时间）是每年 born 当天',
  ],
  [
    { kind: 'date', name: 'born', from: -7, to: -3, zone: 'customer' },
    'today by their own clock is 3 to 7 days before born',
    '今天（按客户当地时间）是 born 之前 3 至 7 天',
  ],
  [
    { kind: 'age', name: 'born', is: 'atLeast', value: 18, zone: 'customer' },
    'the years since born by their own clock are at least 18',
    '自 born 起的周年数（按客户当地时间）不低于 18',
  ],
  [{ kind: 'segment', id: 'gone' }, 'they are in the segment “gone”', '属于客群“gone”'],
  [{ kind: 'segment', id: 'toString' }, 'they are in the segment “toString”', '属于客群“toString”'],
  [
    { kind: 'consent', channel: 'sms', purpose: 'news', is: 'withdrawn' },
    'consent to news by sms is withdrawn',
    'sms 渠道对 news 的授权已撤回',
  ],
  [
    { kind: 'consent', channel: 'sms', purpose: 'news', is: 'unknown' },
    'consent to news by sms is unknown',
    'sms 渠道对 news 的授权未知',
  ],
  [
    { kind: 'share', seed: 's', from: 0.005, to: 1 },
    'they are in the random share from 0.5 % to 100 % of “s”',
    '属于随机分组“s”的 0.5% 至 100%',
  ],
  [
    { kind: 'some', atLeast: 2, of: [known, { kind: 'and', of: [known] }, { kind: 'or', of: [known, unknown] }] },
    'at least 2 of these hold: x is known; x is known; (x is known, or x is unknown)',
    '以下条件至少满足 2 项：x 已知；x 已知；（x 已知，或x 未知）',
  ],
  [
    { kind: 'not', of: { kind: 'and', of: [known, unknown] } },
    'it is not so that (x is known, and x is unknown)',
    '不满足“（x 已知，且x 未知）”',
  ],
  [
    { kind: 'and', of: [{ kind: 'some', atLeast: 1, of: [known, unknown] }, known] },
    '(at least 1 of these hold: x is known; x is unknown), and x is known',
    '（以下条件至少满足 1 项：x 已知；x 未知），且x 已知',
  ],
])('%j', (condition, en, zh) => {
  expect(both(condition)).toEqual([en, zh]);
});

it.each([
  ['net', 'the net margin of 12 months (in minor units)', '12 个月净利润（最小货币单位）'],
  ['expectedRevenue', 'the expected revenue (in minor units)', '预期收入（最小货币单位）'],
  ['spend', 'the spend so far (in minor units)', '累计消费额（最小货币单位）'],
  ['pAlive', 'the probability that they are still active', '活跃概率'],
  ['orders', 'the number of orders', '订单数'],
  ['purchaseDays', 'the number of days with a purchase', '有购买的天数'],
])('calls the number %s by its own name, or by the one that it is given', (name, en, zh) => {
  const leaf: Condition = { kind: 'number', name, is: 'between', from: 1, to: 2 };
  expect(both(leaf)).toEqual([`${en} is from 1 to 2`, `${zh}在 1 至 2 之间`]);
  const names = { numbers: { [name]: 'Wert' } };
  expect(describeCondition(leaf, 'en', names)).toBe('Wert is from 1 to 2');
  expect(describeCondition(leaf, 'zh-CN', names)).toBe('Wert在 1 至 2 之间');
});

it('says amounts of orders in the currency of the brand where its name is not given', () => {
  const average: Condition = { kind: 'order', what: 'average', is: 'atLeast', value: 80 };
  expect(describeCondition(average, 'en')).toBe('the average of their orders is at least 80 in the brand’s currency');
  expect(describeCondition(average, 'zh-CN')).toBe('订单平均金额不低于 80（品牌货币）');
});

it.each<[NumberComparison, string, string]>([
  [{ is: 'equal', value: 5 }, 'of 5', '等于 5 EUR'],
  [{ is: 'atLeast', value: 5 }, 'of at least 5', '不低于 5 EUR'],
  [{ is: 'atMost', value: 5 }, 'of at most 5', '不高于 5 EUR'],
  [{ is: 'above', value: 5 }, 'above 5', '高于 5 EUR'],
  [{ is: 'below', value: 5 }, 'below 5', '低于 5 EUR'],
  [{ is: 'between', from: 5, to: 6 }, 'from 5 to 6', '在 5 至 6 之间（EUR）'],
])('says an amount %j', (amount, en, zh) => {
  const last: Condition = { kind: 'order', what: 'last', has: { amount } };
  const names = { currency: 'EUR' };
  expect(describeCondition(last, 'en', names)).toBe(`their last order has an amount ${en} EUR`);
  expect(describeCondition(last, 'zh-CN', names)).toBe(`最近一笔订单金额${zh}`);
});

it('keeps the marks that are part of a value', () => {
  expect(both({ kind: 'tier', scheme: 's', in: ['a、b'] })[1]).toBe('分层“s”为“a、b”');
  expect(both({ kind: 'tier', scheme: 's', in: ['a、b', 'c、d'] })[1]).toBe('分层“s”为“a、b”或“c、d”');
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
    { numRuns: cases(500) },
  );
});
