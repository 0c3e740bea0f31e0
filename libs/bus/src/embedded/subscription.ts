// One member of one group on one topic: owns leases and runs a reader for each.
import { randomUUID } from 'node:crypto';
import type { Subscription } from '../bus';
import type { Lease, Member, Membership } from './membership';
import { type PartitionParts, PartitionReader } from './partition';
import { DEFAULT_STALL_MS } from '../limits';
import { Watchdog } from '../watchdog';

export interface EmbeddedSubscriptionParts extends Omit<PartitionParts, 'memberId' | 'watchdog' | 'isPaused'> {
  membership: Membership;
  /** Calls back when a partition of the topic grows; returns a function that ends this. */
  watchTails: (wake: (partition: number) => void) => () => void;
}

export class EmbeddedSubscription implements Subscription, Member {
  readonly id = randomUUID();
  private readonly readers = new Map<number, PartitionReader>();
  /** Readers of leases that were lost while a batch was under way. */
  private readonly ending = new Map<number, Promise<void>>();
  private readonly unwatch: () => void;
  private readonly watchdog: Watchdog;
  private paused = false;
  private stopping: Promise<void> | null = null;

  constructor(private readonly parts: EmbeddedSubscriptionParts) {
    const { stallMs = DEFAULT_STALL_MS, onStall } = parts.options;
    this.watchdog = new Watchdog({
      stallMs,
      onStall: (reason) => onStall?.(reason),
      hasLag: async () => this.hasWork(),
    });
    this.unwatch = parts.watchTails((partition) => this.readers.get(partition)?.wake());
  }

  get group(): string {
    return this.parts.options.group;
  }

  get topicId(): number {
    return this.parts.topic.id;
  }

  get partitions(): number {
    return this.parts.topic.partitions;
  }

  get held(): ReadonlyMap<number, Lease> {
    return new Map([...this.readers].map(([partition, { lease }]) => [partition, lease]));
  }

  async pause(): Promise<void> {
    this.paused = true;
    await Promise.all([...this.readers.values()].map((reader) => reader.settled()));
  }

  resume(): void {
    this.paused = false;
    this.watchdog.turn();
    for (const reader of this.readers.values()) reader.wake();
  }

  stop(): Promise<void> {
    this.stopping ??= this.leave();
    return this.stopping;
  }

  granted(lease: Lease): void {
    if (this.stopping) return;
    const parts = { ...this.parts, memberId: this.id, watchdog: this.watchdog, isPaused: () => this.paused };
    this.watchdog.turn();
    const before = this.ending.get(lease.partition) ?? Promise.resolve();
    this.readers.set(lease.partition, new PartitionReader(parts, lease, before));
  }

  lost(partition: number): void {
    const reader = this.readers.get(partition);
    if (!reader) return;
    this.readers.delete(partition);
    const ending = reader.end().finally(() => {
      if (this.ending.get(partition) === ending) this.ending.delete(partition);
    });
    this.ending.set(partition, ending);
  }

  async yielded(partition: number): Promise<void> {
    const reader = this.readers.get(partition);
    await reader?.end();
    if (this.readers.get(partition) === reader) this.readers.delete(partition);
  }

  /** Returns whether messages wait that should be read now. */
  private hasWork(): boolean {
    if (this.paused) return false;
    return [...this.readers.values()].some((reader) => reader.isBehind());
  }

  private async leave(): Promise<void> {
    this.unwatch();
    await Promise.all([...[...this.readers.values()].map((reader) => reader.end()), ...this.ending.values()]);
    this.watchdog.stop();
    await this.parts.membership.leave(this);
  }
}
