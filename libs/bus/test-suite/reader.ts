// Shared by the cases of the contract: topics, readers that record what they receive, and waiting.
import { randomUUID } from 'node:crypto';
import type { Bus, Outgoing, RawBatch, SubscribeOptions, Subscription, TopicSpec } from '../src/bus';

export interface Seen {
  partition: number;
  offset: number;
  key: string;
  text: string;
}

export const unique = (name: string): string => `${name}-${randomUUID().slice(0, 8)}`;

export async function newTopic(bus: Bus, spec: Partial<TopicSpec> = {}): Promise<string> {
  const name = unique('topic');
  await bus.ensureTopics([{ name, partitions: 3, retentionMs: 3_600_000, ...spec }]);
  return name;
}

export const message = (key: string, text: string, headers?: Record<string, string>): Outgoing => ({
  key,
  value: Buffer.from(text),
  headers,
});

/** Returns `count` messages over `keys` keys; their texts are numbered within each key. */
export function numbered(count: number, keys: number): Outgoing[] {
  return Array.from({ length: count }, (_, index) => message(`key${index % keys}`, String(Math.floor(index / keys))));
}

/** Records what it receives, in order. */
export class Reader {
  readonly seen: Seen[] = [];
  /** `partition/offset` of all messages, without duplicates. */
  readonly places = new Set<string>();
  readonly batches: RawBatch[] = [];
  subscription: Subscription | null = null;

  constructor(
    private readonly bus: Bus,
    private readonly options: Partial<SubscribeOptions> & Pick<SubscribeOptions, 'topic'>,
  ) {}

  async start(): Promise<this> {
    const { handler, ...options } = this.options;
    this.subscription = await this.bus.subscribe({
      group: 'readers',
      maxBatch: 100,
      ...options,
      handler: async (batch) => {
        await handler?.(batch);
        this.batches.push(batch);
        const seen = batch.messages.map((each) => seenOf(batch, each));
        this.seen.push(...seen);
        for (const { partition, offset } of seen) this.places.add(`${partition}/${offset}`);
      },
    });
    return this;
  }

  async stop(): Promise<void> {
    await this.subscription?.stop();
  }

  textsOf(key: string): string[] {
    return this.seen.filter((each) => each.key === key).map(({ text }) => text);
  }
}

export function seenOf(batch: RawBatch, { offset, key, value }: RawBatch['messages'][number]): Seen {
  return { partition: batch.partition, offset: Number(offset), key, text: value.toString() };
}

/** Resolves when `holds` returns true; after `ms` rejects with the text of `describe`. */
export async function until(holds: () => boolean | Promise<boolean>, ms = 20_000, describe = () => ''): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not so after ${ms} ms: ${holds.toString()} ${describe()}`);
    await sleep(10);
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Returns the number of uncommitted messages of the group in all partitions. */
export async function behind(bus: Bus, group: string, topic: string): Promise<bigint> {
  const lags = await bus.lag(group, topic);
  return lags.reduce((sum, { committed, end }) => sum + end - committed, 0n);
}

/** Returns the texts '0' to `count - 1`, as those of `numbered`. */
export const countTo = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index));

export function chunked<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** Returns whether a record came after a later one of its partition. */
export function isOutOfOrder(
  each: { partition: number; offset: number },
  index: number,
  all: readonly { partition: number; offset: number }[],
): boolean {
  const before = all.slice(Math.max(0, index - 2_000), index).findLast(({ partition }) => partition === each.partition);
  return before !== undefined && before.offset > each.offset;
}
