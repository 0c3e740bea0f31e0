// Conditions on orders in English.
import type { Count, NumberComparison } from '../../language/comparisons';
import type { OrderEndLeaf, OrderLeaf } from '../../language/order-leaves';
import type { OrderFilter } from '../../language/order-filter';
import type { Names } from '../phrases';
import { choice, numbered, oneOf } from './comparisons';
import { plural } from './plural';
import { during, length, place } from './times';

export function orderInWords(leaf: OrderLeaf, names: Names): string {
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
