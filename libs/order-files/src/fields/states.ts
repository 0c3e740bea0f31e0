// Meanings of the states of orders, in English and Chinese as shops write them. Pure.

const NO_ORDER = [
  ...['cancelled', 'canceled', 'void', 'voided', 'failed', 'declined', 'expired', 'abandoned', 'rejected', 'draft'],
  ...['checkout draft', 'unpaid', 'pending payment', 'payment pending', 'awaiting payment', 'payment failed'],
  ...['blocked', 'incomplete', 'requires payment method', 'requires action', 'requires confirmation'],
  ...['awaiting cheque payment', 'on backorder (not paid)'],
  ...['payment error', 'awaiting bank wire payment', 'awaiting check payment', 'cancelled by customer'],
  ...['已取消', '取消', '订单取消', '交易关闭', '已关闭', '作废', '已作废', '失败', '支付失败', '付款失败', '交易失败'],
  ...['待付款', '未付款', '等待付款', '等待买家付款', '待支付', '未支付', '等待支付'],
];
const DOUBTFUL = [
  ...['pending', 'on hold', 'refunded', 'partially refunded', 'returned', 'chargeback', 'closed', 'authorized'],
  ...['uncaptured', 'requires capture', 'holded', 'payment review', 'suspected fraud', 'fraud', 'disputed'],
  ...['awaiting cash on delivery validation'],
  ...['已退款', '退款成功', '退款中', '部分退款', '已退货', '退货'],
];

const ORDERS = [
  ...['completed', 'complete', 'paid', 'processing', 'fulfilled', 'partially fulfilled', 'unfulfilled', 'shipped'],
  ...['partially shipped', 'ready to ship', 'delivered', 'picked up', 'success', 'successful', 'succeeded', 'settled'],
  ...[
    'captured',
    'finished',
    'done',
    'confirmed',
    'processing in progress',
    'payment accepted',
    'payment received',
    'remote payment accepted',
    'sale',
    'payment',
  ],
  ...[
    '交易成功',
    '已完成',
    '完成',
    '成功',
    '支付成功',
    '已付款',
    '已支付',
    '买家已付款',
    '待发货',
    '已发货',
    '卖家已发货',
    '买家已付款,等待卖家发货',
    '买家已付款，等待卖家发货',
    '卖家已发货,等待买家确认',
    '卖家已发货，等待买家确认',
  ],
  ...['待收货', '已收货', '已签收', '确认收货'],
];
/** States of orders that were paid back, in whole or in part. */
const REFUNDS = new Set([
  ...['refunded', 'partially refunded', 'closed', 'returned', 'chargeback'],
  ...['已退款', '退款成功', '部分退款', '已退货', '退货'],
]);

/**
 * `out`: not an order, or not yet. `doubtful`: possibly unpaid or refunded. `unknown`: a state that
 * is not in the lists.
 */
export type Meaning = 'out' | 'doubtful' | 'order' | 'unknown';

const MEANINGS = new Map<string, Meaning>([
  ...NO_ORDER.map((state): [string, Meaning] => [state, 'out']),
  ...DOUBTFUL.map((state): [string, Meaning] => [state, 'doubtful']),
  ...ORDERS.map((state): [string, Meaning] => [state, 'order']),
  ['', 'order'],
]);

/** Returns a state in lower case, without hyphens and the `wc-` of WooCommerce. */
export const plainState = (state: string): string =>
  state
    .trim()
    .toLowerCase()
    .replace(/^wc-/, '')
    .replace(/[\s_-]+/g, ' ');

export const meaningOf = (plain: string): Meaning => MEANINGS.get(plain) ?? 'unknown';

/** Whether a state says that the order was paid back, in whole or in part. */
export const isOfRefund = (plain: string): boolean => REFUNDS.has(plain);
