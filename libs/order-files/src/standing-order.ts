// Orders that the store has already, beside those of a file.
import { type Imported, note } from './imported';
import type { KeptOrder } from '@segue/contracts';
import { decimalOf, minorUnits } from '@segue/orders';
import { dayOf } from '@segue/valuation';
import { type EventOptions } from './orders';
import type { OrderRow } from './lines/order-row';

/**
 * Returns whether the store lacks an order (`fresh`), has it (`in`), or has another with its id
 * (`kept`); counts the latter two.
 */
export function standingOf(
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
  return `${decimalOf(total, currency)} ${currency}${placed === null ? '' : ` on ${dayOf(Date.parse(placed), zone)}`}`;
}

export function groupedById(kept: readonly KeptOrder[]): Map<string, KeptOrder[]> {
  const byId = new Map<string, KeptOrder[]>();
  for (const one of kept) {
    const others = byId.get(one.id);
    if (others) others.push(one);
    else byId.set(one.id, [one]);
  }
  return byId;
}
