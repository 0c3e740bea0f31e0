import type { TranslationOf } from '../i18n/dictionary';
import type { terms as en } from './terms.en';

export const terms: TranslationOf<typeof en> = {
  touchpoint: '与客户的一次往来：访问、购买、消息或来电。',
  timeline: '一位客户的全部触点，按时间排列。',
  MVC: '最有价值客户：12 个月净利润达到第一条分界线。',
  MGC: '高成长客户：尚非最有价值，但预期可观。',
  BZ: '负价值客户：12 个月内的成本高于带来的收益。',
  standard: '既非最有价值，也非高成长，且价值不为负。',
  valueTier: '依据最近 12 个月的净利润，以及未来 39 周的预期价值。',
  rfm: '消费行为分组说明过去：与其他客户相比，购买的远近、次数和金额。活跃概率说明将来：是否还会购买。曾经的重要客户也可能已经流失。',
  consent: '客户按渠道和用途所允许的内容。',
  why: '从发生的事到所做决策的完整链条，包括每一项检查。',
  nextChange: '若无新的购买，分层或客群第一次变化的时刻。',
  outboxOnly: '消息已写好供您查看，但不会发出。',
  deadLetter: '无法读取、或与旧事件矛盾的消息；单独存放，不影响其他消息。',
  refused: '接收时被拒绝的事件：需由发送方修正。',
  expected: '未来 39 周的预期消费，依据购买的频率、时间和金额。',
  alive: '仍是客户的概率，由沉默时间与购买节奏相比得出。',
  segment: '此刻符合某条规则的客户。',
  likelyGone: '活跃概率低于 50%：按其自身购买节奏，流失的可能性大于留存，与分组名称无关。',
};
