// Adds orders to a store as history, for which nothing is sent. Orders that the store already has
// are skipped. Rejected orders are reported by line, and the others are imported.
import type { KeptOrder } from '@segue/contracts';
import { digitsOf, minorUnits } from '@segue/orders';
import { dayOf } from '@segue/valuation';
import { type EventOptions, type OrderEvent, type RowEvents, eachOrder, identityIn } from './orders';
import type { OrderRow } from './lines/order-row';
import { FAULTS_KEPT } from './lines/order-book';
import type { RowFault } from './lines/order-file';

const AT_ONCE = 500;

/** An event that was rejected. */
export interface Rejected {
  /** Index among the offered events. */
  index: number;
  /** Such as `batch.3.properties.total`. */
  path: string;
  message: string;
}

/** The port to the store that takes the orders of an import. */
export interface OrderStore {
  /** Resolves with the existing ones of these orders, except those that are not yet processed. */
  keptOrders(orders: readonly { id: string; identity: string }[]): Promise<readonly KeptOrder[]>;
  /** Resolves with the rejected events once the others are durable. Takes at most 500 events. */
  offer(events: readonly OrderEvent[]): Promise<readonly Rejected[]>;
}

/** The result of an import; each order is counted once. */
export interface Imported {
  /** Orders that were accepted and are durable. */
  taken: number;
  /** Orders that the store already has, with the same customer, day and amount. */
  alreadyIn: number;
  /** Orders that the store has with another day or amount, which is kept. */
  differs: number;
  /** Orders whose id the store has for another customer. */
  ofAnother: number;
  refused: number;
  /** Refunds that were offered and accepted, also those that the store has already. */
  refunds: number;
  /** The first faults: orders that differ, belong to another customer or were refused. */
  faults: RowFault[];
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
  const amount = ((all - known) / 10 ** digitsOf(currency)).toFixed(digitsOf(currency));
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

/**
 * Returns whether the store lacks an order (`fresh`), has it (`in`), or has another with its id
 * (`kept`); counts the latter two.
 */
function standingOf(
  row: OrderRow,
  kept: readonly KeptOrder[] | undefined,
  options: EventOptions,
  result: Imported,
): 'fresh' | 'in' | 'kept' {
  if (kept === undefined) return 'fresh';
  const own = kept.filter(({ isOwn }) => isOwn);
  if (own.some((one) => isSame(row, one, options))) {
    result.alreadyIn++;
    return 'in';
  }
  const [first] = own.length > 0 ? own : kept;
  if (first === undefined) return 'fresh';
  if (first.isOwn) result.differs++;
  else result.ofAnother++;
  const message = first.isOwn
    ? `this order is in with ${wordsOf(first, options.zone)}, which stays as it is; here it has ${row.total} on ${row.day}`
    : `this order id belongs to ${first.identity} already: nothing was sent (--prefix tells the orders of files apart)`;
  note(result, { line: row.line ?? 0, column: '', message });
  return 'kept';
}

function isSame(row: OrderRow, { placed, currency, total }: KeptOrder, options: EventOptions): boolean {
  const own = row.currency ?? options.currency;
  const isSameDay = placed !== null && dayOf(Date.parse(placed), options.zone) === row.day;
  return isSameDay && own === currency && minorUnits(row.total, own, '') === total;
}

function wordsOf({ placed, currency, total }: KeptOrder, zone: string): string {
  const digits = digitsOf(currency);
  const amount = (total / 10 ** digits).toFixed(digits);
  return `${amount} ${currency}${placed === null ? '' : ` on ${dayOf(Date.parse(placed), zone)}`}`;
}

function note({ faults }: Imported, fault: RowFault): void {
  if (faults.length < FAULTS_KEPT) faults.push(fault);
}

function groupedById(kept: readonly KeptOrder[]): Map<string, KeptOrder[]> {
  const byId = new Map<string, KeptOrder[]>();
  for (const one of kept) {
    const others = byId.get(one.id);
    if (others) others.push(one);
    else byId.set(one.id, [one]);
  }
  return byId;
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
