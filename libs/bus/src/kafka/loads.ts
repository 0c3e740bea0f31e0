// Messages grouped into produce requests: a load is what one request puts on one partition.
import type { Message } from 'kafkajs';
import type { Outgoing } from '../bus';
import { MAX_LOAD_BYTES, assertFits } from '../limits';
import { partitionOf } from '../partitioner';

export interface Load {
  topic: string;
  partition: number;
  messages: Message[];
  bytes: number;
}

/** Returns one load per partition, or several if it is large; in the order of the messages. */
export function loadsOf(topic: string, partitions: number, messages: readonly Outgoing[]): Load[] {
  const loads: Load[] = [];
  const open = new Map<number, Load>();
  for (const message of messages) {
    const partition = partitionOf(message.key, partitions);
    let load = open.get(partition);
    if (!load || load.bytes + message.value.length > MAX_LOAD_BYTES) {
      load = emptyLoad(topic, partition);
      loads.push(load);
      open.set(partition, load);
    }
    addTo(load, message);
  }
  return loads;
}

export const emptyLoad = (topic: string, partition: number): Load => ({ topic, partition, messages: [], bytes: 0 });

export function addTo(load: Load, { key, value, headers }: Outgoing): Load {
  assertFits(load.topic, value);
  const message: Message = { partition: load.partition, key, value, headers };
  load.messages.push(message);
  load.bytes += value.length + key.length;
  return load;
}
