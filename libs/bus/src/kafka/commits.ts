// Stores how far a consumer came, beside the handling: a coordinator gathers commits for some
// milliseconds before it answers, and the next fetch should not wait for that. One commit is under
// way at a time, so that none overtakes a later one; what is finished meanwhile goes with the next,
// a little later: a commit is a write to a log of its own, and small batches would cost the broker
// more in commits than in messages.
import { backoffMs } from '../backoff';
import { Bell } from '../bell';
import { type Log, reasonOf } from '../log';

export interface CommitRequest {
  topics: { topic: string; partitions: { partition: number; offset: string }[] }[];
}

type Send = (request: CommitRequest) => Promise<void>;

/** What is not stored by then comes again after the restart. */
const FLUSH_MS = 5_000;
/** What a crash brings again is so much more. */
const EVERY_MS = 100;

export class KafkaCommits {
  private readonly pending = new Map<number, string>();
  private readonly bell = new Bell();
  private running: Promise<void> | null = null;
  private hurry = false;
  private send: Send = async () => undefined;

  constructor(
    private readonly topic: string,
    private readonly log: Log,
  ) {}

  /** All before `next` is finished. */
  add(partition: number, next: string, send: Send): void {
    this.pending.set(partition, next);
    this.send = send;
    this.running ??= this.run().finally(() => (this.running = null));
  }

  /**
   * The partitions were dealt out anew: what is not stored by now comes again, wherever it went.
   */
  forget(): void {
    this.pending.clear();
  }

  /** Resolves when all is stored, or cannot be for a while. */
  async flush(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, FLUSH_MS)));
    this.hurry = true;
    this.bell.ring();
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
        if (!this.hurry) await this.bell.wait(EVERY_MS);
      } catch (error) {
        if (isMembershipLost(error)) return this.forget();
        this.log('warn', 'offsets could not be stored', { topic: this.topic, reason: reasonOf(error) });
        await new Promise((resolve) => setTimeout(resolve, backoffMs(++failures)));
      }
    }
  }

  /** What was finished while the commit was under way stays. */
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

/** The group goes on without this member until it has joined again. */
export function isMembershipLost(error: unknown): boolean {
  return error instanceof Error && 'type' in error && MEMBERSHIP_LOST.has(String(error.type));
}
