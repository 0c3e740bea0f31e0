// Orders and events of a file in the order of their time. Pure.
import { atOnce } from '@segue/contracts';
import type { OrderRow } from './lines/order-row';

/** Returns the rows by day; those of one day keep their order. */
export const inDayOrder = (rows: readonly OrderRow[]): OrderRow[] => atOnce(dayOrderInSteps(rows));

/** Returns the rows as `inDayOrder`, with pauses. */
export function* dayOrderInSteps(rows: readonly OrderRow[]): Generator<void, OrderRow[]> {
  const byDay = new Map<string, OrderRow[]>();
  for (const row of rows) {
    const others = byDay.get(row.day);
    if (others) others.push(row);
    else byDay.set(row.day, [row]);
    yield;
  }
  const sorted: OrderRow[] = [];
  for (const day of [...byDay.keys()].sort()) {
    for (const row of byDay.get(day) ?? []) sorted.push(row);
    yield;
  }
  return sorted;
}

export function inTimeOrder<E extends { timestamp: string }>(events: readonly E[]): E[] {
  return [...events].sort((a, b) => (a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0));
}
