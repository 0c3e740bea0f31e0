// The presets, in the order in which they are shown. Pure.
import { DATE_PRESETS } from './date-presets';
import { VALUE_PRESETS } from './value-presets';
import type { Preset } from './preset';

const HOUR_S = 3_600;
const DAY_S = 86_400;

const ABANDONED_BASKET: Preset = {
  id: 'abandoned-basket',
  name: { en: 'Abandoned basket', zh: '弃购提醒' },
  about: {
    en: 'Reminds of a basket after an hour and again after a day, and stops as soon as something is bought.',
    zh: '加购后一小时提醒一次，一天后再提醒一次；客户一旦下单即停止。',
  },
  trigger: { on: 'touchpoint', event: 'Product Added' },
  class: 'marketing',
  content: {
    en: { subject: 'You left something in your basket', body: '<p>Your basket is still here.</p>' },
    zh: { subject: '您的购物车里还有商品', body: '<p>您挑选的商品仍为您保留在购物车中。</p>' },
  },
  againAfterDays: 3,
  goal: { event: 'Order Completed', sameBasket: true, withinDays: 3 },
  steps: [
    { node: 'hour', kind: 'wait', for: HOUR_S, next: 'first' },
    { node: 'first', kind: 'send', next: 'day' },
    { node: 'day', kind: 'wait', for: DAY_S, next: 'second' },
    {
      ...{ node: 'second', kind: 'send', next: 'end' },
      content: {
        en: { subject: 'Still thinking it over?', body: '<p>Your basket is waiting for you.</p>' },
        zh: { subject: '还在考虑吗？', body: '<p>购物车里的商品还在等您。</p>' },
      },
    },
    { node: 'end', kind: 'exit' },
  ],
};

const WIN_BACK: Preset = {
  id: 'win-back',
  name: { en: 'Win back', zh: '沉睡唤醒' },
  about: {
    en: 'Writes at the instant at which a customer has bought nothing for 90 days, and once more after a week.',
    zh: '客户满 90 天未下单的那一刻发送，一周后再发送一次。',
  },
  segment: {
    id: 'bought-in-90-days',
    name: { en: 'Bought within 90 days', zh: '90 天内有订单' },
    rule: {
      version: 1,
      when: { kind: 'order', what: 'count', times: { atLeast: 1 }, within: { amount: 90, unit: 'days' } },
    },
  },
  trigger: { on: 'left', segment: 'bought-in-90-days' },
  class: 'marketing',
  content: {
    en: { subject: 'We miss you', body: '<p>It has been a while. See what is new.</p>' },
    zh: { subject: '好久不见', body: '<p>有一段时间没见到您了，来看看上新吧。</p>' },
  },
  againAfterDays: 90,
  goal: { order: 'placed', withinDays: 30 },
  steps: [
    { node: 'now', kind: 'send', next: 'week' },
    { node: 'week', kind: 'wait', for: 7 * DAY_S, next: 'again' },
    {
      ...{ node: 'again', kind: 'send', next: 'end' },
      content: {
        en: { subject: 'Come back to us', body: '<p>We would like to see you again.</p>' },
        zh: { subject: '期待您再次光临', body: '<p>我们期待与您再次相见。</p>' },
      },
    },
    { node: 'end', kind: 'exit' },
  ],
};

const WELCOME: Preset = {
  id: 'welcome',
  name: { en: 'Welcome', zh: '新人欢迎' },
  about: {
    en: 'Greets a customer who signs up, and writes again three days later unless they have bought.',
    zh: '客户注册后立即问候；三天后若仍未下单，再发送一次。',
  },
  trigger: { on: 'touchpoint', event: 'Signed Up' },
  class: 'marketing',
  content: {
    en: { subject: 'Welcome', body: '<p>Good to have you with us.</p>' },
    zh: { subject: '欢迎加入', body: '<p>很高兴认识您。</p>' },
  },
  againAfterDays: null,
  goal: { order: 'placed', withinDays: 14 },
  steps: [
    { node: 'hello', kind: 'send', next: 'days' },
    { node: 'days', kind: 'wait', for: 3 * DAY_S, next: 'morning' },
    { node: 'morning', kind: 'wait', until: '10:00', next: 'guide' },
    {
      ...{ node: 'guide', kind: 'send', next: 'end' },
      content: {
        en: { subject: 'Where to begin', body: '<p>These are what our customers like best.</p>' },
        zh: { subject: '从这里开始', body: '<p>这些是客户最喜爱的商品。</p>' },
      },
    },
    { node: 'end', kind: 'exit' },
  ],
};

const POST_PURCHASE: Preset = {
  id: 'post-purchase',
  name: { en: 'After a purchase', zh: '购后关怀' },
  about: {
    en: 'Asks for an opinion a week after an order, unless it was cancelled.',
    zh: '下单一周后征求意见；若订单已取消则不发送。',
  },
  trigger: { on: 'order', is: 'placed' },
  class: 'marketing',
  content: {
    en: { subject: 'How do you like it?', body: '<p>Tell us how you like your order {{ order.id }}.</p>' },
    zh: { subject: '您还满意吗？', body: '<p>欢迎告诉我们您对订单 {{ order.id }} 的感受。</p>' },
  },
  againAfterDays: 30,
  steps: [
    { node: 'week', kind: 'wait', for: 7 * DAY_S, next: 'morning' },
    { node: 'morning', kind: 'wait', until: '10:00', next: 'ask' },
    { node: 'ask', kind: 'send', next: 'end' },
    { node: 'end', kind: 'exit' },
  ],
};

export const PRESETS: readonly Preset[] = [
  ABANDONED_BASKET,
  WIN_BACK,
  WELCOME,
  ...DATE_PRESETS,
  POST_PURCHASE,
  ...VALUE_PRESETS,
];
