// Conditions in English, as a marketer would say them of "customers who …".
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

export const english: Phrases = {
  and: (parts) => parts.join(', and '),
  or: (parts) => parts.join(', or '),
  some: (atLeast, parts) => `at least ${atLeast} of these hold: ${parts.join('; ')}`,
  not: (part) => `it is not so that ${part}`,
  group: (part) => `(${part})`,
  sentence: (whole) => `Customers of whom this is true: ${whole}.`,

  trait: (leaf) => `${leaf.name} ${compared(leaf)}`,
  event: ({ times, within, ...pattern }) => `they did ${what(pattern)} ${often(times)}${during(within)}`,
  never: ({ within, ...pattern }) => `they never did ${what(pattern)}${during(within)}`,
  sum: (leaf) => `the sum of ${leaf.property} over ${what(leaf)}${during(leaf.within)} ${numbered(leaf)}`,
  average: (leaf) => `the average of ${leaf.property} over ${what(leaf)}${during(leaf.within)} ${numbered(leaf)}`,
  ratio: (leaf) => `${what(leaf.part)} for each ${what(leaf.whole)}${during(leaf.within)} ${numbered(leaf)}`,
  distinct: (leaf) => `they did ${what(leaf)} with ${distinct(leaf.times)} of ${leaf.property}${during(leaf.within)}`,
  first: (leaf) => `their first ${what(leaf)} ${happened(leaf)}`,
  last: (leaf) => `their last ${what(leaf)} ${happened(leaf)}`,
  unanswered: (leaf) =>
    `they did ${what(leaf)}${during(leaf.within)} and then not ${what(leaf.by)} within ${length(leaf.for)}${leaf.still ? ', nor since' : ''}`,
  sequence: (leaf) =>
    `they did ${leaf.steps.map(what).join(', then ')} within ${length(leaf.span)}${ending(leaf.within)}`,
  place: (leaf) =>
    `they ${VISITED[leaf.visit](what(leaf))}${during(leaf.within)} in ${placeName(leaf.property)} ${choice(leaf.in)}`,
  order: orderInWords,
  recency: ({ is, days }) =>
    is === 'atLeast'
      ? `the last order was ${plural(days, 'day')} ago or longer`
      : `the last order was at most ${plural(days, 'day')} ago`,
  tier: ({ scheme, in: tiers }) => `the ${scheme} tier is ${choice(tiers)}`,
  number: (leaf, names) =>
    `${numberName(leaf.name, names)} ${leaf.is === 'known' || leaf.is === 'unknown' ? `is ${leaf.is}` : numbered(leaf)}`,
  date: ({ name, yearly, from, to, zone }) =>
    `today${place({ zone })} is ${distance(from, to)} ${yearly ? `the anniversary of ${name}` : name}`,
  age: (leaf) => `the years since ${leaf.name}${place(leaf)} ${numbered(leaf, 'are')}`,
  segment: ({ id }, names) => `they are in the segment “${segmentName(id, names)}”`,
  consent: ({ channel, purpose, is }) => `consent to ${purpose} by ${channel} is ${is}`,
  share: ({ seed, from, to }) => `they are in the random share from ${percent(from)} to ${percent(to)} of “${seed}”`,
};

function orderInWords(leaf: OrderLeaf, names: Names): string {
  const like = orderLike(leaf.where, names);
  switch (leaf.what) {
    case 'count':
      return `they placed ${ordersCounted(leaf.times)}${like}${during(leaf.within)}`;
    case 'sum':
      return `the total of their orders${like}${during(leaf.within)} ${amounting(leaf, names)}`;
    case 'average':
      return `the average of their orders${like}${during(leaf.within)} ${amounting(leaf, names)}`;
    default:
      return orderEnd(leaf, like, names);
  }
}

function orderEnd({ what, has, within, olderThan }: OrderEndLeaf, like: string, names: Names): string {
  const { states, amount, products, categories, returned } = has ?? {};
  const placed = [
    ...(within ? [during(within).trim()] : []),
    ...(olderThan ? [`${length(olderThan)} ago or longer${place(olderThan)}`] : []),
  ];
  const said = [
    ...(placed.length > 0 ? [`was placed ${placed.join(' and ')}`] : []),
    ...(states ? [`is ${statesNamed(states)}`] : []),
    ...(amount ? [`has an amount ${amounted(amount, names)}`] : []),
    ...(products ? [`contains product ${choice(products)}${givenBack(returned)}`] : []),
    ...(categories ? [`contains category ${choice(categories)}${givenBack(returned)}`] : []),
  ];
  return said.length > 0 ? `their ${what} order${like} ${said.join(' and ')}` : `they have a ${what} order${like}`;
}

function orderLike(filter: OrderFilter | undefined, names: Names): string {
  const { states, amount, products, categories, returned } = filter ?? {};
  const parts = [
    ...(states ? [statesNamed(states)] : []),
    ...(amount ? [`amount ${amounted(amount, names)}`] : []),
    ...(products ? [`with product ${choice(products)}${givenBack(returned)}`] : []),
    ...(categories ? [`with category ${choice(categories)}${givenBack(returned)}`] : []),
  ];
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}

function givenBack(returned: boolean | undefined): string {
  return returned === undefined ? '' : returned ? ' that was given back' : ' that was not given back';
}

const statesNamed = (states: NonNullable<OrderFilter['states']>) => oneOf(states.map((state) => ORDER_STATES[state]));

const ORDER_STATES = {
  completed: 'without refund',
  partlyRefunded: 'partly refunded',
  refunded: 'fully refunded',
  cancelled: 'cancelled',
};

function ordersCounted(times: Count): string {
  if ('atLeast' in times) return `at least ${plural(times.atLeast, 'order')}`;
  const [most, words] = 'atMost' in times ? [times.atMost, 'at most'] : [times.exactly, 'exactly'];
  return most === 0 ? 'no order' : `${words} ${plural(most, 'order')}`;
}

function amounted(comparison: NumberComparison, names: Names): string {
  const { is } = comparison;
  const said = numbered(comparison, is === 'equal' || is === 'atLeast' || is === 'atMost' ? 'of' : '').trim();
  return `${said}${currencyOf(names)}`;
}

function amounting(comparison: NumberComparison, names: Names): string {
  return `${numbered(comparison)}${currencyOf(names)}`;
}

const currencyOf = ({ currency }: Names) => (currency ? ` ${currency}` : ' in the brand’s currency');

/**
 * What scoring knows of every customer; money is compared in minor units, and a sentence must not
 * promise a hundred times as much.
 */
const NUMBERS = {
  net: 'the net margin of 12 months (in minor units)',
  expectedRevenue: 'the expected revenue (in minor units)',
  spend: 'the spend so far (in minor units)',
  pAlive: 'the probability that they are still active',
  orders: 'the number of orders',
  purchaseDays: 'the number of days with a purchase',
};

function numberName(name: string, { numbers }: Names): string {
  return nameIn(numbers, name) ?? nameIn(NUMBERS, name) ?? `the number “${name}”`;
}

function what({ name, where }: EventPattern): string {
  return where?.length ? `“${name}” (${where.map(filtered).join(', ')})` : `“${name}”`;
}

const VISITED = {
  usual: (done: string) => `usually did ${done}`,
  last: (done: string) => `last did ${done}`,
  any: (done: string) => `did ${done} at least once`,
};

const PLACES = { store: 'the store', region: 'the region', tradeArea: 'the trade area' };

function placeName(property: string): string {
  return nameIn(PLACES, placeKind(property)) ?? property;
}

function filtered(filter: Filter): string {
  return `${filter.property} ${compared(filter)}`;
}

function compared(comparison: Comparison): string {
  switch (comparison.is) {
    case 'known':
    case 'unknown':
      return `is ${comparison.is}`;
    case 'equal':
      return `is ${value(comparison.value)}`;
    case 'notEqual':
      return `is known and not ${value(comparison.value)}`;
    case 'in':
      return `is ${choice(comparison.values)}`;
    case 'notIn':
      return `is known and none of ${comparison.values.map(value).join(', ')}`;
    case 'contains':
      return `contains ${value(comparison.value)}`;
    case 'startsWith':
      return `starts with ${value(comparison.value)}`;
    case 'before':
    case 'after':
      return `is ${comparison.is} ${comparison.value}`;
    default:
      return numbered(comparison);
  }
}

function numbered(comparison: NumberComparison, verb = 'is'): string {
  switch (comparison.is) {
    case 'between':
      return `${verb} from ${comparison.from} to ${comparison.to}`;
    case 'equal':
      return `${verb} ${comparison.value}`;
    default:
      return `${verb} ${{ atLeast: 'at least', above: 'above', atMost: 'at most', below: 'below' }[comparison.is]} ${comparison.value}`;
  }
}

function value(scalar: Scalar): string {
  return typeof scalar === 'string' ? `“${scalar}”` : String(scalar);
}

function choice(values: readonly Scalar[]): string {
  return oneOf(values.map(value));
}

function oneOf(words: readonly string[]): string {
  return words.length === 1 ? (words[0] as string) : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function often(times: Count): string {
  if ('atLeast' in times) return times.atLeast === 1 ? 'at least once' : `at least ${times.atLeast} times`;
  return 'atMost' in times ? `at most ${plural(times.atMost, 'time')}` : `exactly ${plural(times.exactly, 'time')}`;
}

function distinct(times: Count): string {
  if ('atLeast' in times) return `at least ${plural(times.atLeast, 'different value')}`;
  return 'atMost' in times
    ? `at most ${plural(times.atMost, 'different value')}`
    : `exactly ${plural(times.exactly, 'different value')}`;
}

function happened({ has, within }: { has?: Filter[]; within?: Within }): string {
  const like = has?.length ? ` with ${has.map(filtered).join(' and ')}` : '';
  return `happened${like}${during(within)}`;
}

function during(within: Within | undefined): string {
  if (!within) return '';
  if ('unit' in within) return ` in the last ${length(within)}${place(within)}`;
  if ('this' in within) return ` ${within.this === 'day' ? 'today' : `this ${within.this}`}${place(within)}`;
  if ('last' in within) return ` ${within.last === 'day' ? 'yesterday' : `last ${within.last}`}${place(within)}`;
  return 'until' in within
    ? ` from ${within.since} to ${within.until}${place(within)}`
    : ` since ${within.since}${place(within)}`;
}

function ending(within: Within | undefined): string {
  return within ? `, the last step${during(within)}` : '';
}

function place({ zone }: { zone?: 'customer' }): string {
  return zone ? ' by their own clock' : '';
}

function length({ amount, unit }: Duration): string {
  return plural(amount, unit.slice(0, -1));
}

function distance(from: number, to: number): string {
  if (from === 0 && to === 0) return 'the day of';
  if (from === to) return `${plural(Math.abs(from), 'day')} ${from < 0 ? 'before' : 'after'}`;
  if (to <= 0) return `${-to} to ${plural(-from, 'day')} before`;
  if (from >= 0) return `${from} to ${plural(to, 'day')} after`;
  return `from ${plural(-from, 'day')} before until ${plural(to, 'day')} after`;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(12))} %`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
