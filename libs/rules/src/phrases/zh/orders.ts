// Conditions on orders in simplified Chinese.
import type { Count, NumberComparison } from '../../language/comparisons';
import type { OrderEndLeaf, OrderLeaf } from '../../language/order-leaves';
import type { OrderFilter } from '../../language/order-filter';
import type { Names } from '../phrases';
import { choice, numbered, oneOf } from './comparisons';
import { during, length, place } from './times';

export function orderInWords(leaf: OrderLeaf, names: Names): string {
  const like = orderLike(leaf.where, names);
  const when = during(leaf.within);
  switch (leaf.what) {
    case 'count':
      return `${when}${ordersCounted(leaf.times, like)}`;
    case 'sum':
      return `${when}${like}订单金额合计${amounting(leaf, names)}`;
    case 'average':
      return `${when}${like}订单平均金额${amounting(leaf, names)}`;
    default:
      return orderEnd(leaf, like, names);
  }
}

function orderEnd({ what, has, within, olderThan }: OrderEndLeaf, like: string, names: Names): string {
  const said = [
    ...(within ? [`下单时间在${during(within).replace(/，$/, '')}`] : []),
    ...(olderThan ? [`下单已满 ${length(olderThan)}${place(olderThan)}`] : []),
    ...(has ? orderParts(has, names) : []),
  ];
  const order = `${{ first: '首笔', last: '最近一笔' }[what]}${like}订单`;
  return said.length > 0 ? `${order}${said.join('，且')}` : `有${order}`;
}

function orderLike(filter: OrderFilter | undefined, names: Names): string {
  const parts = filter ? orderParts(filter, names) : [];
  return parts.length > 0 ? `（${parts.join('，')}）的` : '';
}

function orderParts({ states, amount, products, categories, returned }: OrderFilter, names: Names): string[] {
  const back = returned === undefined ? '' : returned ? '已退回的' : '未退回的';
  return [
    ...(states ? [`状态为${oneOf(states.map((state) => ORDER_STATES[state]))}`] : []),
    ...(amount ? [`金额${amounting(amount, names)}`] : []),
    ...(products ? [`含${back}商品${choice(products)}`] : []),
    ...(categories ? [`含${back}品类${choice(categories)}`] : []),
  ];
}

const ORDER_STATES = { completed: '未退款', partlyRefunded: '部分退款', refunded: '全额退款', cancelled: '已取消' };

function ordersCounted(times: Count, like: string): string {
  if ('atLeast' in times) return `至少有 ${times.atLeast} 笔${like}订单`;
  const [most, words] = 'atMost' in times ? [times.atMost, '至多'] : [times.exactly, '恰好'];
  return most === 0 ? `没有${like}订单` : `${words}有 ${most} 笔${like}订单`;
}

/** The currency follows the number, and the words that end a range. */
function amounting(comparison: NumberComparison, { currency }: Names): string {
  const said = numbered(comparison);
  if (!currency) return `${said}（品牌货币）`;
  return comparison.is === 'between' ? `${said}（${currency}）` : `${said} ${currency}`;
}
