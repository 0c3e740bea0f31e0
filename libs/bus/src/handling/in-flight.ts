// The messages that the handlers of this process work on at this moment. Kept in memory, so the hot
// path writes nothing; written to a file only when the process ends by itself, and read at the next
// start.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Span, type Suspicion, afterEnd, decodeSuspicions, encodeSuspicions, keyOf } from './ends';

/**
 * Milliseconds for which a message still counts as in hand after its handler has resolved, since a
 * defect may show late.
 */
const LINGER_MS = 20;

/** How long a message that has to be alone waits for what is in hand. */
const DRAINED_WITHIN_MS = 1_000;

export class InFlight {
  private readonly spans = new Set<Span>();
  private readonly suspicions: Map<string, Suspicion>;
  private readonly waiting: (() => void)[] = [];
  private exclusive = false;
  /** Nothing else is in hand: an end now is the fault of this message. */
  private isAlone = false;
  private closing = false;

  /** Without a file no record survives the process. */
  constructor(private readonly file?: string) {
    this.suspicions = new Map(readSuspicions(file).map((one) => [keyOf(one), one]));
  }

  /**
   * Returns the suspicion about a partition; null where no process with this file has ended by
   * itself.
   */
  suspicionOf(place: Omit<Span, 'first' | 'last'>): Suspicion | null {
    return this.suspicions.get(keyOf(place)) ?? null;
  }

  /** Runs `work` concurrently with other `share` calls, but not with `alone`. */
  async share<T>(spans: readonly Span[], work: () => Promise<T>): Promise<T> {
    while (this.exclusive) await this.change();
    for (const span of spans) this.spans.add(span);
    try {
      return await work();
    } finally {
      for (const span of spans) this.spans.delete(span);
      this.wake();
    }
  }

  /**
   * Runs `work` while nothing else of this process is in hand. What is in hand for long is waited
   * for a while only: the work then runs beside it, and an end is held against neither.
   */
  async alone<T>(span: Span, work: () => Promise<T>): Promise<T> {
    while (this.exclusive) await this.change();
    this.exclusive = true;
    try {
      const until = Date.now() + DRAINED_WITHIN_MS;
      while (this.spans.size > 0 && Date.now() < until) await Promise.race([this.change(), pause(DRAINED_WITHIN_MS)]);
      this.isAlone = this.spans.size === 0;
      this.spans.add(span);
      const result = await work();
      await pause(LINGER_MS);
      return result;
    } finally {
      this.spans.delete(span);
      this.isAlone = false;
      this.exclusive = false;
      this.wake();
    }
  }

  /**
   * Notes that the partition has been handled up to `offset`. A suspicion is dropped once the whole
   * suspected range is handled.
   */
  passed(place: Omit<Span, 'first' | 'last'>, offset: bigint): void {
    const suspicion = this.suspicionOf(place);
    if (suspicion === null || offset < suspicion.last) return;
    this.suspicions.delete(keyOf(place));
    this.store([...this.suspicions.values()]);
  }

  /** From now on an end of the process is intended and leaves no record. */
  close(): void {
    this.closing = true;
  }

  /** Writes the record. Synchronous, since it is called while the process exits. */
  recordEnd(): void {
    if (this.closing || this.spans.size === 0) return;
    const spans = [...this.spans];
    const alone = this.isAlone && spans.length === 1;
    this.store(afterEnd([...this.suspicions.values()], spans, alone));
  }

  private store(suspicions: readonly Suspicion[]): void {
    if (this.file === undefined) return;
    if (suspicions.length === 0) return rmSync(this.file, { force: true });
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(this.file, encodeSuspicions(suspicions), { mode: 0o600 });
  }

  private change(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

function readSuspicions(file: string | undefined): Suspicion[] {
  if (file === undefined) return [];
  try {
    return decodeSuspicions(readFileSync(file, 'utf8'));
  } catch {
    return [];
  }
}
