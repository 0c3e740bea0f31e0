// Conditions in simplified Chinese, with its own punctuation.
import type { EventPattern, Filter } from '../../language/patterns';
import type { Within } from '../../language/time';
import { type Names, type Phrases, nameIn, placeKind, segmentName } from '../phrases';
import { choice, compared, distinct, known, numbered, often } from './comparisons';
import { orderInWords } from './orders';
import { distance, during, ending, length, place } from './times';

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

function happened({ has, within }: { has?: Filter[]; within?: Within }): string {
  const when = within ? `发生在${during(within).replace(/，$/, '')}` : '已发生';
  return has?.length ? `${when}，且 ${has.map(filtered).join('，')}` : when;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(12))}%`;
}
