// Orders in events: normalises them and remarks on signs of an error of the sender. Pure.
import { Invalid, type Touchpoint, isNoOne } from '@segue/contracts';
import { ORDER_IDS, currencyNamed, isCurrency, isOrderEvent, namedOrder } from '@segue/orders';
import { type Judged, type Rejection, rejection } from './judged';

/**
 * Returns remarks on orders of one id under several people in one request: SDKs keep `properties`
 * by reference, so a sender that reuses an object sends the last order for every customer.
 */
export function sharedOrders({ accepted }: Judged, events: readonly unknown[]): Rejection[] {
  const owners = new Map<string, string>();
  return accepted.flatMap(({ index, touchpoint }) => {
    const order = touchpoint.event === PURCHASE ? namedOrder(touchpoint.properties) : undefined;
    if (order === undefined) return [];
    const owner = owners.get(order);
    if (owner === undefined) owners.set(order, touchpoint.identity);
    if (owner === undefined || owner === touchpoint.identity) return [];
    const message = 'several people have this order id in one request; the event was accepted';
    return [
      rejection(new Invalid('shared_order', 'properties.order_id', message), index, `batch.${index}`, events[index]),
    ];
  });
}

const PURCHASE = 'Order Completed';

/** Remarks on an order without an id from the Python SDK, which drops ids that are UUID objects. */
export function remarkOnId({ event, properties, context }: Touchpoint, remarks: Invalid[]): void {
  if (event !== PURCHASE || namedOrder(properties) !== undefined) return;
  const { library } = context as { library?: { name?: unknown } };
  if (!String(library?.name ?? '').includes('python')) return;
  const message = 'an order without id is an order of its own; send UUIDs as text. The event was accepted';
  remarks.push(new Invalid('order_without_id', 'properties.order_id', message));
}

export const isAboutOrder = ({ type, event }: Touchpoint): boolean => type === 'track' && isOrderEvent(event);

/** Normalises the order of an event, and remarks on changes. */
export function readOrder(touchpoint: Touchpoint, remarks: Invalid[]): void {
  readCurrency(touchpoint, remarks);
  leaveOutNoOrder(touchpoint, remarks);
}

/** Replaces everyday names of currencies: `RMB` is CNY. */
function readCurrency(touchpoint: Touchpoint, remarks: Invalid[]): void {
  const { properties } = touchpoint;
  const { currency } = properties;
  if (typeof currency !== 'string') return;
  const code = currencyNamed(currency);
  if (code === currency.trim().toUpperCase() || !isCurrency(code)) return;
  touchpoint.properties = { ...properties, currency: code };
  const message = `is not a code of ISO 4217 and was read as ${code}; the event was accepted`;
  remarks.push(new Invalid('currency_read', 'properties.currency', message));
}

/** Leaves out placeholders such as `undefined` for an id, which would join all their orders. */
function leaveOutNoOrder(touchpoint: Touchpoint, remarks: Invalid[]): void {
  const { properties } = touchpoint;
  for (const name of ORDER_IDS) {
    const id = properties[name];
    if ((typeof id !== 'string' || id.trim() === '') && typeof id !== 'number') continue;
    if (!isNoOne(String(id))) continue;
    const { [name]: _, ...others } = touchpoint.properties;
    touchpoint.properties = others;
    remarks.push(
      new Invalid('left_out', `properties.${name}`, 'is not an order id; the rest of the event was accepted'),
    );
  }
}
