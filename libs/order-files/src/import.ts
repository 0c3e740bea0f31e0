// Orders added to a store as history, for which nothing is sent. Orders that are in are not offered
// again. What is rejected is reported by line, and the rest goes on.
import { digitsOf, minorUnits } from '@segue/orders';
import { dayOf } from '@segue/valuation';
import { type EventOptions, type OrderEvent, type OrderRow, eachOrderEvent, identityIn } from './orders';
import { FAULTS_KEPT } from './order-book';
import type { RowFault } from './order-file';

const AT_ONCE = 500;

/** An event that was rejected. */
export interface Rejected {
  /** Its place among those that were offered. */
  index: number;
  /** `batch.3.properties.total` */
  path: string;
  message: string;
}

/** An order that the store has under its id. */
export interface KeptOrder {
  id: string;
  /** kind:value */
  identity: string;
  customer: string;
  /** Whether it belongs to the customer that was named. */
  isOwn: boolean;
  /** ISO 8601; null while it is not completed. */
  placed: string | null;
  currency: string;
  /** Minor units. */
  total: number;
}

/** Where an import puts its orders. */
export interface OrderStore {
  /** Resolves with those of these orders that are in; what was not read yet is not among them. */
  keptOrders(orders: readonly { id: string; identity: string }[]): Promise<readonly KeptOrder[]>;
  /** Resolves with what was rejected once the rest is durable. At most 500 events. */
  offer(events: readonly OrderEvent[]): Promise<readonly Rejected[]>;
}

/** What became of the orders of a file; each is counted once. */
export interface Imported {
  /** Durable; services read them next. */
  taken: number;
  /** With the same customer, day and amount. */
  alreadyIn: number;
  /** In with another day or amount, which stays. */
  differs: number;
  /** In under the same order id for another customer. */
  ofAnother: number;
  refused: number;
  /** The first of those that differ, belong to another customer or were refused. */
  faults: RowFault[];
}

/**
 * Safe to repeat after it was cut off or after a file was corrected: an order's message id follows
 * from its order id or its content.
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

/** Counts an order that the server has. */
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

/** The field of the event, without its place in the batch. */
const fieldOf = (path: string) => path.replace(/^batch\.\d+\.?/, '');
