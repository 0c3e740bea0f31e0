import { describeVerdict } from './describe-verdict';
import { type Verdict, verdict } from './verdict';

const watched = (value: number, from: number, to: number | null) => ({
  difference: 0.001,
  interval: { from: 0.0004, to: 0.0017 },
  p: 0.01,
  lift: { value, from, to },
});
const found = (kind: 'helped' | 'hurt', value: number, from: number, to: number | null): Verdict => ({
  kind,
  ...watched(value, from, to),
});
const unclear = (days: number | null): Verdict => ({
  kind: 'no-difference',
  days,
  smallestLift: 0.025,
  interval: { from: -1, to: 1 },
  lift: null,
});
const few = (changes: object): Verdict => ({
  kind: 'not-enough',
  group: 'control',
  of: 'successes',
  has: 6,
  least: 10,
  days: 3,
  ...changes,
});
const broken: Verdict = { kind: 'broken-split', counts: [45_210, 4790], expected: [45_000, 4999.6], p: 1e-5 };

it.each<[Verdict, string, string]>([
  [found('helped', 0.04, 0.01, 0.07), 'Helped: +4 % orders, between +1 and +7', '有效：订单 +4%，介于 +1% 与 +7% 之间'],
  [
    found('hurt', -0.031, -0.052, -0.011),
    'Hurt: −3 % orders, between −5 and −1',
    '有害：订单 −3%，介于 −5% 与 −1% 之间',
  ],
  [
    found('helped', 0.04, 0.002, 0.07),
    'Helped: +4.0 % orders, between +0.2 and +7.0',
    '有效：订单 +4.0%，介于 +0.2% 与 +7.0% 之间',
  ],
  [
    found('helped', 0.0412, 0.0406, 0.0418),
    'Helped: +4.12 % orders, between +4.06 and +4.18',
    '有效：订单 +4.12%，介于 +4.06% 与 +4.18% 之间',
  ],
  [found('hurt', 1.4, 0.31, null), 'Hurt: +140 % orders, at least +31', '有害：订单 +140%，至少 +31%'],
  [
    { kind: 'helped', ...watched(0, 0, 0), lift: null },
    'Helped: +0.0010 orders per customer, between +0.0004 and +0.0017',
    '有效：每位客户的订单 +0.0010，介于 +0.0004 与 +0.0017 之间',
  ],
  [unclear(9), 'No difference so far, about 9 more days', '目前没有差异，大约还需 9 天'],
  [unclear(1), 'No difference so far, about 1 more day', '目前没有差异，大约还需 1 天'],
  [
    unclear(0),
    'No difference so far: one of 2.5 % would have shown by now',
    '目前没有差异：如有 2.5% 的差异，现在应已看出',
  ],
  [
    unclear(null),
    'No difference so far, and too few customers to tell one of 2.5 % in years',
    '目前没有差异，客户太少，数年内也看不出 2.5% 的差异',
  ],
  [
    few({}),
    'Not enough yet: 6 of at least 10 orders in the control, about 3 more days',
    '数据还不够：对照组的订单只有 6，至少需要 10，大约还需 3 天',
  ],
  [
    few({ group: 'treated', of: 'customers', days: null }),
    'Not enough yet: 6 of at least 10 customers in the group',
    '数据还不够：实验组的客户只有 6，至少需要 10',
  ],
  [
    few({ of: 'failures' }),
    'Not enough yet: 6 of at least 10 customers without orders in the control, about 3 more days',
    '数据还不够：对照组的没有订单的客户只有 6，至少需要 10，大约还需 3 天',
  ],
  [
    broken,
    'Not comparable: 45,210 and 4,790 customers in the groups where 45,000 and 5,000 were due, so the split is broken',
    '无法比较：两组客户实有 45,210 和 4,790 人，应为 45,000 和 5,000 人，分组有误',
  ],
])('%#: is a sentence for marketers', (result, english, chinese) => {
  expect(describeVerdict(result, 'en', { name: 'orders' })).toBe(english);
  expect(describeVerdict(result, 'zh-CN', { name: '订单' })).toBe(chinese);
});

it('stops at six digits', () => {
  expect(describeVerdict(found('helped', 1e-12, 1e-13, 2e-12), 'en', { name: 'orders' })).toBe(
    'Helped: +0.000000 % orders, between +0.000000 and +0.000000',
  );
});

it('describes a real trial', () => {
  const result = verdict({
    measured: { kind: 'share', treated: { n: 50_000, successes: 5600 }, control: { n: 50_000, successes: 5100 } },
    share: 0.5,
    tunedFor: 100_000,
    smallestLift: 0.02,
    arrivalsPerDay: 5000,
  });
  expect(describeVerdict(result, 'en', { name: 'orders' })).toBe('Helped: +10 % orders, between +4 and +16');
});
