// Adds orders to a store as history, for which nothing is sent. Orders that the store already has
// are skipped. Rejected orders are reported by line, and the others are imported.
import type { KeptOrder } from '@segue/contracts';
import { digitsOf, minorUnits } from '@segue/orders';
import { dayOf } from '@segue/valuation';
import { type EventOptions, type OrderEvent, eachOrderEvent, identityIn } from './orders';
import type { OrderRow } from './order-row';
import { FAULTS_KEPT } from './order-book';
import type { RowFault } from './order-file';

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
  const result: Imported = { taken: 0, alreadyIn: 0, differs: 0, ofAnother: 0, refused: 0, faults: [] };
  const events = eachOrderEvent(rows, options);
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const some = next(events, AT_ONCE).map((event, place) => ({ event, row: rows[from + place] as OrderRow }));
    const asked = some.map(({ event, row }) => ({ id: orderIdOf(event), identity: identityIn(row, options) }));
    const kept = groupedById(await store.keptOrders(asked));
    const fresh = some.filter(({ event, row }) => isFresh(row, kept.get(orderIdOf(event)), options, result));
    const rejected = fresh.length === 0 ? [] : await store.offer(fresh.map(({ event }) => event));
    for (const { index, path, message } of rejected)
      note(result, { line: fresh[index]?.row.line ?? 0, column: fieldOf(path), message });
    const refused = new Set(rejected.map(({ index }) => index)).size;
    result.refused += refused;
    result.taken += fresh.length - refused;
    if (!(await onBatch(from + some.length))) return result;
  }
  return result;
}

/** Returns whether the store lacks an order; counts it if not. */
function isFresh(
  row: OrderRow,
  kept: readonly KeptOrder[] | undefined,
  options: EventOptions,
  result: Imported,
): boolean {
  if (kept === undefined) return true;
  const own = kept.filter(({ isOwn }) => isOwn);
  if (own.some((one) => isSame(row, one, options))) {
    result.alreadyIn++;
    return false;
  }
  const [first] = own.length > 0 ? own : kept;
  if (first === undefined) return true;
  if (first.isOwn) result.differs++;
  else result.ofAnother++;
  const message = first.isOwn
    ? `this order is in with ${wordsOf(first, options.zone)}, which stays as it is; here it has ${row.total} on ${row.day}`
    : `this order id belongs to ${first.identity} already: nothing was sent (--prefix tells the orders of files apart)`;
  note(result, { line: row.line ?? 0, column: '', message });
  return false;
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

const orderIdOf = ({ properties }: OrderEvent) => String(properties.order_id);

function next(events: Iterator<OrderEvent>, count: number): OrderEvent[] {
  const some: OrderEvent[] = [];
  while (some.length < count) {
    const { value, done } = events.next();
    if (done) break;
    some.push(value as OrderEvent);
  }
  return some;
}

/** Returns the field of the event, without its place in the batch. */
const fieldOf = (path: string) => path.replace(/^batch\.\d+\.?/, '');
