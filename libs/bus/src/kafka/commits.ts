// Commits offsets in the background: a coordinator gathers commits for some milliseconds before it
// answers, and the next fetch should not wait for that. One commit is under way at a time, so that
// none overtakes a later one; batches that finish meanwhile go with the next one, a little later. A
// commit is a write to a log of its own: with small batches the broker would spend more on commits
// than on messages.
import { backoffMs } from '../backoff';
import { WakeUp } from '../wake-up';
import { type Log, reasonOf } from '../log';

export interface CommitRequest {
  topics: { topic: string; partitions: { partition: number; offset: string }[] }[];
}

type Send = (request: CommitRequest) => Promise<void>;

/** Maximum milliseconds to wait for the last commit; uncommitted messages are delivered again. */
const FLUSH_MS = 5_000;
/** Milliseconds between commits: after a crash the messages of this time are delivered again. */
const EVERY_MS = 100;

export class KafkaCommits {
  private readonly pending = new Map<number, string>();
  private readonly wakeUp = new WakeUp();
  private running: Promise<void> | null = null;
  private hurry = false;
  private send: Send = async () => undefined;

  constructor(
    private readonly topic: string,
    private readonly log: Log,
  ) {}

  /** Records that all offsets before `next` are handled. */
  add(partition: number, next: string, send: Send): void {
    this.pending.set(partition, next);
    this.send = send;
    this.running ??= this.run().finally(() => (this.running = null));
  }

  /**
   * Drops what is not committed because the partitions were reassigned: it is delivered again.
   */
  forget(): void {
    this.pending.clear();
  }

  /** Resolves when everything is committed, or commits are not possible at present. */
  async flush(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, FLUSH_MS)));
    this.hurry = true;
    this.wakeUp.set();
    await Promise.race([this.running, patience]);
    this.hurry = false;
    clearTimeout(timer);
  }

  private async run(): Promise<void> {
    for (let failures = 0; this.pending.size > 0;) {
      const taken = new Map(this.pending);
      try {
        await this.send(this.requestOf(taken));
        failures = 0;
        this.settle(taken);
        if (!this.hurry) await this.wakeUp.wait(EVERY_MS);
      } catch (error) {
        if (isMembershipLost(error)) return this.forget();
        this.log('warn', 'offsets could not be stored', { topic: this.topic, reason: reasonOf(error) });
        await new Promise((resolve) => setTimeout(resolve, backoffMs(++failures)));
      }
    }
  }

  /** Keeps the offsets that were finished while the commit was under way. */
  private settle(taken: ReadonlyMap<number, string>): void {
    for (const [partition, next] of taken) {
      if (this.pending.get(partition) === next) this.pending.delete(partition);
    }
  }

  private requestOf(offsets: ReadonlyMap<number, string>): CommitRequest {
    const partitions = [...offsets].map(([partition, offset]) => ({ partition, offset }));
    return { topics: [{ topic: this.topic, partitions }] };
  }
}

const MEMBERSHIP_LOST = new Set([
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'NOT_COORDINATOR_FOR_GROUP',
]);

/**
 * Returns whether an error means that the group goes on without this member until it joins again.
 */
export function isMembershipLost(error: unknown): boolean {
  return error instanceof Error && 'type' in error && MEMBERSHIP_LOST.has(String(error.type));
}
