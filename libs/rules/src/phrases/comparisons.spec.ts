import { both } from '../../testing/phrases';
import type { Comparison, Count } from '../language/comparisons';
import type { Condition } from '../language/rule';
import type { Within } from '../language/time';

const did: Condition = { kind: 'event', name: 'A', times: { atLeast: 1 } };

it.each<[Comparison, string, string]>([
  [{ is: 'known' }, 'is known', '已知'],
  [{ is: 'unknown' }, 'is unknown', '未知'],
  [{ is: 'equal', value: 5 }, 'is 5', '等于 5'],
  [{ is: 'equal', value: true }, 'is true', '等于 true'],
  [{ is: 'notEqual', value: 'a' }, 'is known and not “a”', '已知且不等于 “a”'],
  [{ is: 'in', values: ['a'] }, 'is “a”', '为“a”'],
  [{ is: 'in', values: ['a', 2, 'c'] }, 'is “a”, 2 or “c”', '为“a”、2或“c”'],
  [{ is: 'notIn', values: ['a', 'b'] }, 'is known and none of “a”, “b”', '已知且不为“a”或“b”'],
  [{ is: 'contains', value: 'a' }, 'contains “a”', '包含 “a”'],
  [{ is: 'startsWith', value: 'a' }, 'starts with “a”', '以 “a” 开头'],
  [{ is: 'before', value: '2026-05-01' }, 'is before 2026-05-01', '早于 2026-05-01'],
  [{ is: 'after', value: '2026-05-01' }, 'is after 2026-05-01', '晚于 2026-05-01'],
  [{ is: 'atLeast', value: 1 }, 'is at least 1', '不低于 1'],
  [{ is: 'above', value: 1 }, 'is above 1', '高于 1'],
  [{ is: 'atMost', value: 1 }, 'is at most 1', '不高于 1'],
  [{ is: 'below', value: 1 }, 'is below 1', '低于 1'],
  [{ is: 'between', from: 1, to: 2 }, 'is from 1 to 2', '在 1 至 2 之间'],
])('compares: %j', (comparison, en, zh) => {
  expect(both({ kind: 'trait', name: 'x', ...comparison })).toEqual([`x ${en}`, `x ${zh}`]);
});

it.each<[Count, string, string]>([
  [{ atLeast: 1 }, 'at least once', '至少 1 次'],
  [{ atLeast: 3 }, 'at least 3 times', '至少 3 次'],
  [{ atMost: 0 }, 'at most 0 times', '至多 0 次'],
  [{ atMost: 1 }, 'at most 1 time', '至多 1 次'],
  [{ exactly: 1 }, 'exactly 1 time', '恰好 1 次'],
  [{ exactly: 2 }, 'exactly 2 times', '恰好 2 次'],
])('counts: %j', (times, en, zh) => {
  expect(both({ ...did, times })).toEqual([`they did “A” ${en}`, `“A”发生${zh}`]);
});

it.each<[Within, string, string]>([
  [{ amount: 1, unit: 'hours' }, 'in the last 1 hour', '最近 1 小时内'],
  [
    { amount: 2, unit: 'minutes', zone: 'customer' },
    'in the last 2 minutes by their own clock',
    '最近 2 分钟内（按客户当地时间）',
  ],
  [{ amount: 3, unit: 'seconds' }, 'in the last 3 seconds', '最近 3 秒内'],
  [{ amount: 4, unit: 'milliseconds' }, 'in the last 4 milliseconds', '最近 4 毫秒内'],
  [{ this: 'day' }, 'today', '今天'],
  [{ last: 'day' }, 'yesterday', '昨天'],
  [{ this: 'week' }, 'this week', '本周'],
  [{ last: 'week' }, 'last week', '上周'],
  [{ this: 'month' }, 'this month', '本月'],
  [{ last: 'month' }, 'last month', '上月'],
  [{ this: 'quarter' }, 'this quarter', '本季度'],
  [{ last: 'quarter' }, 'last quarter', '上季度'],
  [{ this: 'year' }, 'this year', '今年'],
  [{ last: 'year' }, 'last year', '去年'],
  [{ last: 'day', zone: 'customer' }, 'yesterday by their own clock', '昨天（按客户当地时间）'],
  [{ since: '2026-01-01' }, 'since 2026-01-01', '自 2026-01-01 起'],
  [
    { since: '2026-01-01', zone: 'customer' },
    'since 2026-01-01 by their own clock',
    '自 2026-01-01 起（按客户当地时间）',
  ],
  [{ since: '2026-01-01', until: '2026-02-01' }, 'from 2026-01-01 to 2026-02-01', '2026-01-01 至 2026-02-01'],
  [
    { since: '2026-01-01', until: '2026-02-01', zone: 'customer' },
    'from 2026-01-01 to 2026-02-01 by their own clock',
    '2026-01-01 至 2026-02-01（按客户当地时间）',
  ],
])('windows: %j', (within, en, zh) => {
  expect(both({ ...did, within })).toEqual([`they did “A” at least once ${en}`, `${zh}，“A”发生至少 1 次`]);
});

it.each<[Count, string, string]>([
  [{ atLeast: 1 }, 'at least 1 different value', '至少 1 个'],
  [{ atLeast: 2 }, 'at least 2 different values', '至少 2 个'],
  [{ atMost: 1 }, 'at most 1 different value', '至多 1 个'],
  [{ atMost: 2 }, 'at most 2 different values', '至多 2 个'],
  [{ exactly: 1 }, 'exactly 1 different value', '恰好 1 个'],
  [{ exactly: 2 }, 'exactly 2 different values', '恰好 2 个'],
])('different values: %j', (times, en, zh) => {
  const condition: Condition = { kind: 'distinct', name: 'A', property: 'p', times, within: { this: 'month' } };
  expect(both(condition)).toEqual([`they did “A” with ${en} of p this month`, `本月，“A”中不同的 p ${zh}`]);
});

it.each([
  [0, 0, 'the day of', '当天'],
  [3, 3, '3 days after', '之后 3 天'],
  [-1, -1, '1 day before', '之前 1 天'],
  [-7, -3, '3 to 7 days before', '之前 3 至 7 天'],
  [2, 5, '2 to 5 days after', '之后 2 至 5 天'],
  [-2, 3, 'from 2 days before until 3 days after', '之前 2 天至之后 3 天'],
  [-5, 0, '0 to 5 days before', '之前 0 至 5 天'],
  [0, 4, '0 to 4 days after', '之后 0 至 4 天'],
])('from %p to %p days after', (from, to, en, zh) => {
  expect(both({ kind: 'date', name: 'born', from, to })).toEqual([`today is ${en} born`, `今天是 born ${zh}`]);
});
