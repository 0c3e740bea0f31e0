// Orders once more, slow and plain: from the touchpoints of a whole life, without any joined state.
// What the folds of orders and their leaves must agree with.
import { type NumberedTouchpoint, turnOf } from '@segue/contracts';
import { inRange, rangeOf } from '../src/judges/values/ranges';
import type { Count } from '../src/language/comparisons';
import type { OrderLeaf } from '../src/language/order-leaves';
import type { OrderFilter } from '../src/language/order-filter';
import type { Within } from '../src/language/time';

/**
 * The brand's currency has two digits; one unit of each of these in it. Of other currencies no rate
 * is known.
 */
export const PLAIN_RATES: Readonly<Record<string, number>> = { USD: 1, EUR: 2 };

type State = NonNullable<OrderFilter['states']>[number];

interface PlainOrder {
  readonly id: string;
  readonly at: number;
  readonly state: State;
  /** Minor units. */
  readonly left: number | null;
  /** Pieces bought, and given back, by product or category. */
  readonly bought: Readonly<Record<string, number>>;
  readonly returned: Readonly<Record<string, number>>;
}

export function orderHolds(
  leaf: OrderLeaf,
  history: readonly NumberedTouchpoint[],
  isWithin: (at: number, within: Within) => boolean,
): boolean {
  const meant = ordersIn(history).filter((order) => fits(order, leaf.where ?? {}));
  const inTime = meant.filter(({ at }) => leaf.within === undefined || isWithin(at, leaf.within));
  switch (leaf.what) {
    case 'count':
      return countFits(leaf.times, inTime.length);
    case 'sum':
    case 'average': {
      const amounts = inTime.flatMap(({ left }) => (left === null ? [] : [left]));
      const sum = amounts.reduce((total, amount) => total + amount, 0);
      if (leaf.what === 'sum') return inRange(rangeOf(leaf), sum / 100);
      return amounts.length > 0 && inRange(rangeOf(leaf), sum / (amounts.length * 100));
    }
    default: {
      const one = leaf.what === 'first' ? meant[0] : meant.at(-1);
      return (
        one !== undefined &&
        inTime.includes(one) &&
        (leaf.olderThan === undefined || !isWithin(one.at, leaf.olderThan)) &&
        fits(one, { ...(leaf.where?.states && { states: leaf.where.states }), ...leaf.has })
      );
    }
  }
}

function fits(order: PlainOrder, { states, amount, products, categories, returned }: OrderFilter): boolean {
  if (!(states ?? ['completed', 'partlyRefunded', 'refunded']).includes(order.state)) return false;
  if (amount && (order.left === null || !inRange(rangeOf(amount), order.left / 100))) return false;
  const holds = (name: string): boolean => {
    const pieces = order.bought[name] ?? 0;
    const isBack = order.state === 'refunded' || (order.returned[name] ?? 0) >= pieces;
    return pieces > 0 && (returned === undefined || isBack === returned);
  };
  if (products && !products.some((id) => holds(`product ${id}`))) return false;
  return !categories || categories.some((name) => holds(`category ${name}`));
}

function ordersIn(history: readonly NumberedTouchpoint[]): readonly PlainOrder[] {
  let orders = known.get(history);
  if (!orders) {
    const ids = [...new Set(history.filter(isAboutOrder).map(orderOf))];
    orders = ids.flatMap((id) => orderIn(history, id) ?? []).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    known.set(history, orders);
  }
  return orders;
}

const known = new WeakMap<readonly NumberedTouchpoint[], readonly PlainOrder[]>();

function orderIn(history: readonly NumberedTouchpoint[], id: string): PlainOrder | null {
  const about = (event: string) =>
    history
      .filter((one) => one.event === event && orderOf(one) === id)
      .sort((a, b) => a.occurredAt - b.occurredAt || (turnOf(a) < turnOf(b) ? -1 : 1));
  const [completed, updated] = [about('Order Completed'), about('Order Updated')];
  const [first] = completed;
  if (!first) return null;
  const words = [...completed, ...updated].sort(
    (a, b) => a.occurredAt - b.occurredAt || (turnOf(a) < turnOf(b) ? -1 : 1),
  );
  const word = words.findLast(({ properties }) => properties.total !== undefined) ?? first;
  const { total, currency: named } = word.properties;
  const currency = (named ?? 'USD') as string;
  const gross = Math.round((total as number) * 100);
  const refunds = firstOfEach(about('Order Refunded'));
  // A refund that says no amount gives back the whole order, whatever currency it names.
  const isWholeOne = ({ properties }: NumberedTouchpoint) =>
    properties.amount === undefined && !hasProducts(properties);
  const read = refunds.filter((one) => isWholeOne(one) || (one.properties.currency ?? currency) === currency);
  const isWhole = read.some(isWholeOne);
  const sum = read.reduce((all, { properties }) => all + Math.round(amountOf(properties) * 100), 0);
  const back = isWhole ? gross : Math.min(gross, sum);
  const cancelled = about('Order Cancelled').at(-1)?.occurredAt ?? -Infinity;
  const rate = PLAIN_RATES[currency];
  return {
    id,
    at: first.occurredAt,
    state:
      cancelled >= (completed.at(-1) ?? first).occurredAt
        ? 'cancelled'
        : read.length > 0 && back >= gross
          ? 'refunded'
          : back > 0 || read.length < refunds.length
            ? 'partlyRefunded'
            : 'completed',
    left: rate === undefined ? null : (gross - back) * rate,
    bought: pieces(words.filter(({ properties }) => hasProducts(properties)).slice(-1)),
    returned: pieces(firstOfEach(about('Order Refunded').filter(({ properties }) => hasProducts(properties)))),
  };
}

type Properties = NumberedTouchpoint['properties'];
interface Line {
  product_id: string;
  category: string;
  quantity: number;
  price: number;
}

const hasProducts = ({ products }: Properties) => Array.isArray(products) && products.length > 0;
const linesOf = ({ products }: Properties) => (products ?? []) as Line[];

function amountOf(properties: Properties): number {
  if (properties.amount !== undefined) return properties.amount as number;
  return linesOf(properties).reduce((sum, { price, quantity }) => sum + price * quantity, 0);
}

function pieces(all: readonly NumberedTouchpoint[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { product_id: product, category, quantity } of all.flatMap(({ properties }) => linesOf(properties)))
    for (const name of [`product ${product}`, `category ${category}`]) counts[name] = (counts[name] ?? 0) + quantity;
  return counts;
}

/** The first word on each refund. */
function firstOfEach(refunds: readonly NumberedTouchpoint[]): NumberedTouchpoint[] {
  const idOf = ({ properties, source, id }: NumberedTouchpoint) => properties.refund_id ?? `${source}/${id}`;
  return refunds.filter((one) => refunds.find((other) => idOf(other) === idOf(one)) === one);
}

const isAboutOrder = ({ event }: NumberedTouchpoint) => event.startsWith('Order ');
const orderOf = ({ properties, source, id }: NumberedTouchpoint) =>
  (properties.order_id as string | undefined) ?? `${source}/${id}`;

function countFits(times: Count, count: number): boolean {
  if ('atLeast' in times) return count >= times.atLeast;
  return 'atMost' in times ? count <= times.atMost : count === times.exactly;
}
