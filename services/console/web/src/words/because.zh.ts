import type { TranslationOf } from '../i18n/dictionary';
import type { because as en } from './because.en';

export const because: TranslationOf<typeof en> = {
  recencyLong_other: '上次购买在 {{days}} 天前（需满 {{count}} 天）',
  recencyShort_other: '上次购买在 {{days}} 天前（{{count}} 天以内）',
  tier: '价值分层为{{tier}}',
  onList: '已被列入名单',
  kept_other: '达到后保留 {{count}} 天；按当前情况应为“{{tier}}”',
  bought_other: '{{span}}内购买 {{count}} 次',
  boughtAtLeast_other: '{{span}}内至少购买 {{count}} 次',
  boughtEverAtLeast_other: '至少购买 {{count}} 次',
  boughtEver_other: '购买 {{count}} 次',
  days_other: '{{count}} 天',
  number: {
    atLeast: '{{name}}为 {{value}}（不低于 {{level}}）',
    above: '{{name}}为 {{value}}（高于 {{level}}）',
    atMost: '{{name}}为 {{value}}（不高于 {{level}}）',
    below: '{{name}}为 {{value}}（低于 {{level}}）',
    notAtLeast: '{{name}}为 {{value}}（未达到 {{level}}）',
    notBelow: '{{name}}为 {{value}}（不低于 {{level}}）',
    plain: '{{name}}为 {{value}}',
  },
  names: {
    pAlive: '活跃概率',
    expectedRevenue: '预期价值',
    net: '12 个月净利润',
    orders: '订单数',
    spend: '消费额',
    purchaseDays: '有购买的天数',
    daysSincePurchase: '距上次购买的天数',
  },
  order: {
    found: '{{what}}（实际：{{found}}）',
    count_other: '{{count}} 笔订单',
    one: '{{when}}下单，{{amount}}',
    unvalued: '{{when}}下单，币种无汇率',
    none: '没有符合的订单',
  },
  negated: '并非：{{what}}',
  separator: '；',
};
