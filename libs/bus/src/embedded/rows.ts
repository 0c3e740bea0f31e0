// Messages grouped into the rows of the log: what one append puts on each partition.
import type { Outgoing } from '../bus';
import { assertFits } from '../limits';
import { MAX_ROW_RECORDS } from './partition';
import type { Placed } from './records';

/** The messages that one call of `publish` puts on one partition. */
export interface Item {
  partition: number;
  messages: Outgoing[];
  bytes: number;
}

export function addTo(topic: string, item: Item, message: Outgoing): Item {
  assertFits(topic, message.value);
  item.messages.push(message);
  item.bytes += message.value.length + message.key.length;
  return item;
}

/** Returns the rows of these items in partition order, each of at most MAX_ROW_RECORDS. */
export function rowsOf(items: readonly Item[]): { partition: number; records: Outgoing[] }[] {
  const partitions = new Map<number, Outgoing[]>();
  for (const { partition, messages } of items) {
    const known = partitions.get(partition);
    if (known) known.push(...messages);
    else partitions.set(partition, [...messages]);
  }
  return [...partitions]
    .sort(([a], [b]) => a - b)
    .flatMap(([partition, messages]) => rowsOfPartition(messages).map((records) => ({ partition, records })));
}

function rowsOfPartition(messages: readonly Outgoing[]): Outgoing[][] {
  const rows = [];
  for (let start = 0; start < messages.length; start += MAX_ROW_RECORDS) {
    rows.push(messages.slice(start, start + MAX_ROW_RECORDS));
  }
  return rows;
}

export const placed = (records: readonly Outgoing[]): Placed[] => records.map((record, place) => ({ place, record }));
