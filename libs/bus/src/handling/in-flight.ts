// The messages that the handlers of this process work on at this moment. They are kept in memory,
// so the hot path writes nothing. They are written to a file only when the process ends by itself,
// and read at the next start.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Span, type Suspicion, afterEnd, decodeSuspicions, encodeSuspicions, keyOf } from './ends';

/**
 * How long a message still counts as in flight after its handler has resolved, in milliseconds: a
 * defect may show late.
 */
const LINGER_MS = 20;

/** Maximum milliseconds for which a message that has to be alone waits for the others in flight. */
const DRAINED_WITHIN_MS = 1_000;

export class InFlight {
  private readonly spans = new Set<Span>();
  private readonly suspicions: Map<string, Suspicion>;
  private readonly waiting: (() => void)[] = [];
  private exclusive = false;
  /** True while a single message is in flight, which is then the cause of an end. */
  private isAlone = false;
  private closing = false;

  /** @param file keeps the record over restarts; without one no record survives the process. */
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
   * Runs `work` while no other message of this process is in flight. It waits for the others for at
   * most DRAINED_WITHIN_MS. If some are still in flight then, the work runs beside them, and an end
   * of the process counts against no message.
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
