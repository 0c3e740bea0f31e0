// Adds orders to a store as history, for which nothing is sent. Orders that the store already has
// are skipped. Rejected orders are reported by line, and the others are imported.
import type { KeptOrder } from '@segue/contracts';
import { decimalOf, minorUnits } from '@segue/orders';
import { type EventOptions, type OrderEvent, type RowEvents, eachOrder, identityIn } from './orders';
import type { OrderRow } from './lines/order-row';
import { standingOf, groupedById } from './standing-order';
import { type Rejected, type Imported, note } from './imported';

const AT_ONCE = 500;

/** The port to the store that takes the orders of an import. */
export interface OrderStore {
  /** Resolves with the existing ones of these orders, except those that are not yet processed. */
  keptOrders(orders: readonly { id: string; identity: string }[]): Promise<readonly KeptOrder[]>;
  /** Resolves with the rejected events once the others are durable. Takes at most 500 events. */
  offer(events: readonly OrderEvent[]): Promise<readonly Rejected[]>;
}

/**
 * Imports the orders. May be repeated after an interruption or after the file was corrected, since
 * the message id of an order follows from its order id or its content.
 * @param rows in day order.
 * @param onBatch awaited after each batch, with the number of orders done; returns false to stop.
 */
export async function importOrders(
  store: OrderStore,
  rows: readonly OrderRow[],
  options: EventOptions,
  onBatch: (done: number) => Promise<boolean> = async () => true,
): Promise<Imported> {
  const result: Imported = { taken: 0, alreadyIn: 0, differs: 0, ofAnother: 0, refused: 0, refunds: 0, faults: [] };
  const events = eachOrder(rows, options);
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const some = next(events, AT_ONCE).map((one, place) => ({ ...one, row: rows[from + place] as OrderRow }));
    const placed = some.filter(({ order }) => order !== null);
    const asked = placed.map(({ id, row }) => ({ id, identity: identityIn(row, options) }));
    const kept = groupedById(asked.length === 0 ? [] : await store.keptOrders(asked));
    const offers = some.flatMap((one) => offersOf(one, kept.get(one.id), options, result));
    for (let start = 0; start < offers.length; start += AT_ONCE)
      await offer(store, offers.slice(start, start + AT_ONCE), result);
    if (!(await onBatch(from + some.length))) return result;
  }
  return result;
}

type Offer = { event: OrderEvent; row: OrderRow };

/**
 * Returns the events of a row that the store lacks. Of an order that it has, what the file has paid
 * back beyond the refunds that are in: those may have come from the shop itself.
 */
function offersOf(
  { order, refund, row }: RowEvents & { row: OrderRow },
  kept: readonly KeptOrder[] | undefined,
  options: EventOptions,
  result: Imported,
): Offer[] {
  const standing = order === null ? 'in' : standingOf(row, kept, options, result);
  if (standing === 'kept') return [];
  const paidBack = standing === 'in' && refund ? refundBeyond(refund, kept, row, options) : refund;
  const events = [standing === 'fresh' ? order : null, paidBack];
  return events.flatMap((event) => (event ? [{ event, row }] : []));
}

/**
 * Returns the refund with what is not in yet; null where all is. Its id names the amount of the
 * file, so that the same file pays it back once, and a later file the difference.
 */
function refundBeyond(
  refund: OrderEvent,
  kept: readonly KeptOrder[] | undefined,
  { refunded, currency: own }: OrderRow,
  { currency: ofBrand }: EventOptions,
): OrderEvent | null {
  const known = kept?.find(({ isOwn }) => isOwn)?.refunded ?? 0;
  if (known === 0 || refunded === undefined) return refund;
  const currency = own ?? ofBrand;
  const all = minorUnits(refunded, currency, '');
  if (all <= known) return null;
  const id = `${String(refund.properties.refund_id)}/${all}`;
  const amount = decimalOf(all - known, currency);
  return { ...refund, messageId: `refund/${id}`, properties: { ...refund.properties, refund_id: id, amount } };
}

async function offer(store: OrderStore, offers: readonly Offer[], result: Imported): Promise<void> {
  const rejected = await store.offer(offers.map(({ event }) => event));
  for (const { index, path, message } of rejected)
    note(result, { line: offers[index]?.row.line ?? 0, column: fieldOf(path), message });
  const refused = new Set(rejected.map(({ index }) => index));
  for (const [place, { event }] of offers.entries()) {
    const isRefund = event.event === 'Order Refunded';
    if (refused.has(place)) result.refused += isRefund ? 0 : 1;
    else if (isRefund) result.refunds++;
    else result.taken++;
  }
}

function next(events: Iterator<RowEvents>, count: number): RowEvents[] {
  const some: RowEvents[] = [];
  while (some.length < count) {
    const { value, done } = events.next();
    if (done) break;
    some.push(value as RowEvents);
  }
  return some;
}

/** Returns the field of the event, without its place in the batch. */
const fieldOf = (path: string) => path.replace(/^batch\.\d+\.?/, '');
