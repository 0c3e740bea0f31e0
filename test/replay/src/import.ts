// Orders added to a store as history, for which nothing is sent. What the server refuses is told by line, and the rest goes on.
import type { SegueClient } from './client';
import { type EventOptions, type OrderRow, type TrackEvent, eachOrderEvent, inDayOrder } from './orders';
import type { RowFault } from './orders-csv';

const AT_ONCE = 500;

/**
 * Safe to repeat after it was cut off or after a file was mended: an order's message id follows from its order id or its content.
 * @param onProgress told after each handful, with the instant that it reached.
 * @throws {Refused} when the server cannot be reached any more, or takes nothing from this sender.
 */
export async function importOrders(
  client: Pick<SegueClient, 'offer'>,
  orders: readonly OrderRow[],
  options: EventOptions,
  onProgress: (done: number, total: number, at: number) => void = () => undefined,
): Promise<RowFault[]> {
  const faults: RowFault[] = [];
  const rows = inDayOrder(orders);
  const events = eachOrderEvent(rows, options);
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const some = next(events, AT_ONCE);
    for (const { index, path, message } of await client.offer(some, 'import')) {
      faults.push({ line: rows[from + index]?.line ?? 0, column: fieldOf(path), message });
    }
    onProgress(from + some.length, rows.length, Date.parse(some.at(-1)?.timestamp ?? ''));
  }
  return faults;
}

function next(events: Iterator<TrackEvent>, count: number): TrackEvent[] {
  const some: TrackEvent[] = [];
  while (some.length < count) {
    const { value, done } = events.next();
    if (done) break;
    some.push(value as TrackEvent);
  }
  return some;
}

/** The server knows the field of the event; a batch is none of the reader's business. */
const fieldOf = (path: string) => path.replace(/^batch\.\d+\.?/, '');
