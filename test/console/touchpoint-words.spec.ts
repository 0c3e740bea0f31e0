// Touchpoints of a timeline as sentences, in both languages.
import type { Language } from '../../services/console/web/src/i18n/languages';
import { formatIn } from '../../services/console/web/src/words/format';
import { touchpointInWords } from '../../services/console/web/src/words/touchpoint';
import { translator } from './dictionaries';

const said = (language: Language, event: string, properties: Record<string, unknown> = {}, type = 'track') =>
  touchpointInWords(
    { type, event, properties },
    { t: translator(language), format: formatIn(language), currency: 'USD', campaigns: { hello: 'Welcome' } },
  );

it.each<[string, Record<string, unknown>, string, string]>([
  ['Order Completed', { total: '29.33' }, 'Bought for $29.33', '购买，$29.33'],
  ['Order Completed', { total: '29.33', quantity: 1 }, 'Bought 1 item for $29.33', '购买 1 件，$29.33'],
  ['Order Completed', { total: 58.66, quantity: 2 }, 'Bought 2 items for $58.66', '购买 2 件，$58.66'],
  ['Order Updated', { total: 10 }, 'Order changed to $10.00', '订单改为 $10.00'],
  ['Order Cancelled', {}, 'Order cancelled', '订单已取消'],
  ['Order Refunded', { amount: 5 }, 'Refund of $5.00', '退款 $5.00'],
  ['Order Refunded', {}, 'Refund of the whole order', '整单退款'],
  ['Product Viewed', { name: 'A mug' }, 'Looked at A mug', '浏览了 A mug'],
  ['Product Viewed', {}, 'Looked at a product', '浏览了商品'],
  ['Consent Granted', { channel: 'email' }, 'Allowed marketing by E-mail', '允许以邮件接收营销信息'],
  [
    'Consent Withdrawn',
    { channel: 'sms', purpose: 'service' },
    'Withdrew service by SMS',
    '撤回以短信接收服务信息的授权',
  ],
  [
    'Message Sent',
    { campaign: 'hello', channel: 'outbox' },
    '“Welcome” written, in the outbox',
    '“Welcome”已写好，存于发件箱',
  ],
  ['Message Sent', { campaign: 'hello', channel: 'email' }, '“Welcome” sent, by E-mail', '“Welcome”已发送，渠道：邮件'],
  [
    'Message Held Back',
    { campaign: 'gone', reason: 'cap' },
    '“gone” stopped when it was to be sent: frequency cap',
    '“gone”在发送时被拦下：频次上限',
  ],
  ['Message Failed', { campaign: 'hello' }, '“Welcome” failed to send', '“Welcome”发送失败'],
  ['Message Indeterminate', { campaign: 'hello' }, '“Welcome”: unknown whether it arrived', '“Welcome”：是否送达未知'],
  [
    'Address Restored',
    { address: 'phone:13800001234', takenBackBy: 'Ana' },
    'Ana took 138****1234 back into use',
    'Ana 恢复使用 138****1234',
  ],
  ['Withdrawals Voided', {}, 'Withdrawals of a public source were voided', '公开来源的退订已撤销'],
  ['Quiz Finished', {}, '“Quiz Finished”', '“Quiz Finished”'],
])('%s %j', (event, properties, english, chinese) => {
  expect([said('en', event, properties), said('zh-CN', event, properties)]).toEqual([english, chinese]);
});

it.each([
  ['page', { name: 'Sale' }, 'Visited the page Sale'],
  ['page', { path: '/sale' }, 'Visited the page /sale'],
  ['page', {}, 'Visited a page'],
  ['screen', {}, 'Opened a screen of the app'],
  ['identify', {}, 'Left details'],
  ['alias', {}, 'Got another id'],
  ['group', {}, 'Joined a group'],
])('a call of the type %s with %j', (type, properties, english) => {
  expect(said('en', type, properties, type)).toBe(english);
});

it('an amount that is no number is left out', () => {
  expect(said('en', 'Order Refunded', { amount: 'a lot' })).toBe('Refund of the whole order');
});
