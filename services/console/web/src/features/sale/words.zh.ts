import type { TranslationOf } from '../../i18n/dictionary';
import type { en } from './words.en';

export const zh: TranslationOf<typeof en> = {
  sale: {
    open: '模拟下单',
    title: '模拟下单',
    intro: '为您选择的客户产生一笔购买，并标记为模拟。演示活动的消息仅存发件箱。',
    suggested: '再下一单即成为{{tier}}客户，并会触发营销消息：',
    customer: '客户',
    customerPlaceholder: '姓名、邮箱或编号',
    customerMissing: '请选择客户。',
    amount: '金额',
    amountMissing: '请填写金额。',
    ring: '下单',
    again: '再下一单',
    touchpoint: '触点',
    profile: '档案',
    tier: '分层',
    action: '动作',
    waiting: '等待中',
    accepted: '{{amount}}，已持久保存',
    orders_other: '现有 {{count}} 笔订单',
    expected: '预期价值 {{amount}}',
    actionSent: '“{{campaign}}”写了一条消息。',
    actionHeld: '“{{campaign}}”未发送：{{reason}}。',
    noAction: '没有活动以此类变化为触发条件。有一个活动面向刚成为“最有价值”的客户：请从上方列表中选择。',
    late: '比平常慢：前面有排队。结果稍后会显示在客户页面上。',
    failed: '未能将这笔订单跟踪到最后。',
    measured: '自发出订单起的用时，由控制台服务器测得。',
    toCustomer: '打开{{name}}',
  },
};
