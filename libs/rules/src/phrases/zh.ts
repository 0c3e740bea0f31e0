// Conditions in simplified Chinese, with its own punctuation.
import type {
  Comparison,
  Count,
  Duration,
  EventPattern,
  Filter,
  NumberComparison,
  OrderEndLeaf,
  OrderFilter,
  OrderLeaf,
  Scalar,
  Within,
} from '../language/language';
import { type Names, type Phrases, nameIn, placeKind, segmentName } from './phrases';

export const chinese: Phrases = {
  and: (parts) => parts.join('，且'),
  or: (parts) => parts.join('，或'),
  some: (atLeast, parts) => `以下条件至少满足 ${atLeast} 项：${parts.join('；')}`,
  not: (part) => `不满足“${part}”`,
  group: (part) => `（${part}）`,
  sentence: (whole) => `满足以下条件的客户：${whole}。`,

  trait: (leaf) => `${leaf.name} ${compared(leaf)}`,
  event: ({ times, within, ...pattern }) => `${during(within)}${what(pattern)}发生${often(times)}`,
  never: ({ within, ...pattern }) => `${during(within)}从未发生${what(pattern)}`,
  sum: (leaf) => `${during(leaf.within)}${what(leaf)}的 ${leaf.property} 合计${numbered(leaf)}`,
  average: (leaf) => `${during(leaf.within)}${what(leaf)}的 ${leaf.property} 平均${numbered(leaf)}`,
  ratio: (leaf) => `${during(leaf.within)}${what(leaf.part)}与${what(leaf.whole)}的次数之比${numbered(leaf)}`,
  distinct: (leaf) => `${during(leaf.within)}${what(leaf)}中不同的 ${leaf.property} ${distinct(leaf.times)}`,
  first: (leaf) => `首次${what(leaf)}${happened(leaf)}`,
  last: (leaf) => `最近一次${what(leaf)}${happened(leaf)}`,
  unanswered: (leaf) =>
    `${during(leaf.within)}发生${what(leaf)}，其后 ${length(leaf.for)}内没有${what(leaf.by)}${leaf.still ? '，至今也没有' : ''}`,
  sequence: (leaf) => `${ending(leaf.within)}在 ${length(leaf.span)}内依次发生${leaf.steps.map(what).join('、')}`,
  place: (leaf) =>
    `${during(leaf.within)}${VISITED[leaf.visit](what(leaf))}${placeName(leaf.property)}${choice(leaf.in)}`,
  order: orderInWords,
  recency: ({ is, days }) => (is === 'atLeast' ? `距上次下单已满 ${days} 天` : `距上次下单不超过 ${days} 天`),
  tier: ({ scheme, in: tiers }) => `分层“${scheme}”为${choice(tiers)}`,
  number: (leaf, names) =>
    `${numberName(leaf.name, names)}${leaf.is === 'known' || leaf.is === 'unknown' ? known(leaf.is) : numbered(leaf)}`,
  date: ({ name, yearly, from, to, zone }) =>
    `今天${place({ zone })}是${yearly ? `每年 ${name} ` : ` ${name} `}${distance(from, to)}`,
  age: (leaf) => `自 ${leaf.name} 起的周年数${place(leaf)}${numbered(leaf)}`,
  segment: ({ id }, names) => `属于客群“${segmentName(id, names)}”`,
  consent: ({ channel, purpose, is }) =>
    `${channel} 渠道对 ${purpose} 的授权${{ granted: '已同意', withdrawn: '已撤回', unknown: '未知' }[is]}`,
  share: ({ seed, from, to }) => `属于随机分组“${seed}”的 ${percent(from)} 至 ${percent(to)}`,
};

function orderInWords(leaf: OrderLeaf, names: Names): string {
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

const NUMBERS = {
  net: '12 个月净利润（最小货币单位）',
  expectedRevenue: '预期收入（最小货币单位）',
  spend: '累计消费额（最小货币单位）',
  pAlive: '活跃概率',
  orders: '订单数',
  purchaseDays: '有购买的天数',
};

function numberName(name: string, { numbers }: Names): string {
  return nameIn(numbers, name) ?? nameIn(NUMBERS, name) ?? `指标“${name}”`;
}

function what({ name, where }: EventPattern): string {
  return where?.length ? `“${name}”（${where.map(filtered).join('，')}）` : `“${name}”`;
}

const VISITED = {
  usual: (done: string) => `${done}通常发生在`,
  last: (done: string) => `最近一次${done}发生在`,
  any: (done: string) => `${done}至少 1 次发生在`,
};

const PLACES = { store: '门店', region: '区域', tradeArea: '商圈' };

function placeName(property: string): string {
  return nameIn(PLACES, placeKind(property)) ?? ` ${property} `;
}

function filtered(filter: Filter): string {
  return `${filter.property} ${compared(filter)}`;
}

function compared(comparison: Comparison): string {
  switch (comparison.is) {
    case 'known':
    case 'unknown':
      return known(comparison.is);
    case 'equal':
      return `等于 ${value(comparison.value)}`;
    case 'notEqual':
      return `已知且不等于 ${value(comparison.value)}`;
    case 'in':
      return `为${choice(comparison.values)}`;
    case 'notIn':
      return `已知且不为${choice(comparison.values)}`;
    case 'contains':
      return `包含 ${value(comparison.value)}`;
    case 'startsWith':
      return `以 ${value(comparison.value)} 开头`;
    case 'before':
      return `早于 ${comparison.value}`;
    case 'after':
      return `晚于 ${comparison.value}`;
    default:
      return numbered(comparison);
  }
}

function known(is: 'known' | 'unknown'): string {
  return is === 'known' ? '已知' : '未知';
}

function numbered(comparison: NumberComparison): string {
  switch (comparison.is) {
    case 'between':
      return `在 ${comparison.from} 至 ${comparison.to} 之间`;
    case 'equal':
      return `等于 ${comparison.value}`;
    default:
      return `${{ atLeast: '不低于', above: '高于', atMost: '不高于', below: '低于' }[comparison.is]} ${comparison.value}`;
  }
}

function value(scalar: Scalar): string {
  return typeof scalar === 'string' ? `“${scalar}”` : String(scalar);
}

function choice(values: readonly Scalar[]): string {
  return oneOf(values.map(value));
}

function oneOf(words: readonly string[]): string {
  return words.length === 1 ? (words[0] as string) : `${words.slice(0, -1).join('、')}或${words.at(-1)}`;
}

function often(times: Count): string {
  if ('atLeast' in times) return `至少 ${times.atLeast} 次`;
  return 'atMost' in times ? `至多 ${times.atMost} 次` : `恰好 ${times.exactly} 次`;
}

function distinct(times: Count): string {
  if ('atLeast' in times) return `至少 ${times.atLeast} 个`;
  return 'atMost' in times ? `至多 ${times.atMost} 个` : `恰好 ${times.exactly} 个`;
}

function happened({ has, within }: { has?: Filter[]; within?: Within }): string {
  const when = within ? `发生在${during(within).replace(/，$/, '')}` : '已发生';
  return has?.length ? `${when}，且 ${has.map(filtered).join('，')}` : when;
}

/** Ends with a comma, since it comes first. */
function during(within: Within | undefined): string {
  if (!within) return '';
  const own = place(within);
  if ('unit' in within) return `最近 ${length(within)}内${own}，`;
  if ('this' in within) return `${PRESENT[within.this]}${own}，`;
  if ('last' in within) return `${PREVIOUS[within.last]}${own}，`;
  return 'until' in within ? `${within.since} 至 ${within.until}${own}，` : `自 ${within.since} 起${own}，`;
}

function place({ zone }: { zone?: 'customer' }): string {
  return zone ? '（按客户当地时间）' : '';
}

const PRESENT = { day: '今天', week: '本周', month: '本月', quarter: '本季度', year: '今年' };
const PREVIOUS = { day: '昨天', week: '上周', month: '上月', quarter: '上季度', year: '去年' };

function ending(within: Within | undefined): string {
  return within ? `${during(within).replace(/，$/, '')}完成，` : '';
}

const UNITS = { days: '天', hours: '小时', minutes: '分钟', seconds: '秒', milliseconds: '毫秒' };

function length({ amount, unit }: Duration): string {
  return `${amount} ${UNITS[unit]}`;
}

function distance(from: number, to: number): string {
  if (from === 0 && to === 0) return '当天';
  if (from === to) return from < 0 ? `之前 ${-from} 天` : `之后 ${from} 天`;
  if (to <= 0) return `之前 ${-to} 至 ${-from} 天`;
  if (from >= 0) return `之后 ${from} 至 ${to} 天`;
  return `之前 ${-from} 天至之后 ${to} 天`;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(12))}%`;
}
