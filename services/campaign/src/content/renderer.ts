// Renders content in a worker thread: a template that runs away ends its thread and delays nothing
// else. One thread serves all campaigns; it starts on first use, and again after it had to be
// ended. A batch takes one message to the thread and one back.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Invalid } from '@segue/contracts';
import type { OnModuleDestroy } from '@nestjs/common';
import { type ContentFailure, type Rendered, type RenderResult, type Rendering, VARIABLES } from './domain/content';

export interface RenderLimits {
  /** Milliseconds for one subject or body; tried twice. */
  renderMs: number;
  /** Milliseconds after which a thread that is still at the same message is ended. */
  threadMs: number;
  /** Milliseconds within which a thread must start. */
  startMs: number;
  /** Maximum bytes of the rendered text. */
  subject: number;
  body: number;
  /** Maximum characters of the templates. */
  subjectTemplate: number;
  bodyTemplate: number;
}

export const RENDER_LIMITS: RenderLimits = {
  renderMs: 250,
  threadMs: 1_500,
  startMs: 15_000,
  subject: 1_000,
  body: 256 * 1024,
  subjectTemplate: 2_000,
  bodyTemplate: 100_000,
};

const THREAD_HEAP_MB = 64;
const POLL_MS = 50;
/** Number of times that a template may end the thread within one batch before it is skipped. */
const MOST_ENDINGS = 3;
/**
 * Maximum number of messages that the thread renders at a time: all results have to fit its heap.
 */
const PORTION = 50;
const TOO_LARGE: ContentFailure = { error: 'memory', field: null, line: null, column: null };
const RUNAWAY: ContentFailure = { error: 'time', field: null, line: null, column: null };

/** Thrown when the thread ends. `place` is the message that it was at, −1 for none. */
class ThreadEnded extends Error {
  constructor(readonly place: number) {
    super('the rendering thread ended');
  }
}

export class Renderer implements OnModuleDestroy {
  private thread: Thread | undefined;
  /** End of the previous request: requests run one at a time. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly limits: RenderLimits = RENDER_LIMITS) {}

  /**
   * Resolves with the results in the order of the messages.
   * @throws {Error} when no thread can be started.
   */
  async render(renderings: readonly Rendering[]): Promise<RenderResult[]> {
    if (renderings.length === 0) return [];
    return this.inTurn(() => this.renderAll(renderings));
  }

  /**
   * Returns what is wrong with templates, as far as it can be determined without a customer; null
   * if nothing is.
   */
  async check(content: Rendered): Promise<Invalid | null> {
    return this.inTurn(async () => {
      try {
        const { fault } = await (
          await this.started()
        ).ask<{ fault: { path: string; message: string } | null }>({
          check: content,
        });
        return fault && new Invalid('template', fault.path, fault.message);
      } catch (error) {
        if (!(error instanceof ThreadEnded)) throw error;
        return new Invalid('template', 'content', 'takes too long to read');
      }
    });
  }

  async onModuleDestroy(): Promise<void> {
    await this.thread?.end();
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }

  /**
   * Renders in portions that fit the thread's heap. When the thread is ended, the message that it
   * was at has failed and the next thread renders the others; a portion that it had not begun is
   * halved.
   */
  private async renderAll(renderings: readonly Rendering[]): Promise<RenderResult[]> {
    const results = new Map<Rendering, RenderResult>();
    const endings = new Map<string, number>();
    let most = PORTION;
    for (let left = renderings; left.length > 0; left = left.filter((one) => !results.has(one))) {
      const portion = left.slice(0, most);
      try {
        const answers = await (await this.started()).render(portion);
        portion.forEach((one, place) => results.set(one, answers[place] as RenderResult));
        giveUpLate(portion, left, results);
        most = PORTION;
      } catch (error) {
        if (!(error instanceof ThreadEnded)) throw error;
        const guilty = portion[error.place];
        if (guilty) blame(guilty, left, results, endings);
        else if (portion.length > 1) most = Math.ceil(portion.length / 2);
        else results.set(portion[0] as Rendering, { failure: TOO_LARGE });
      }
    }
    return renderings.map((one) => results.get(one) as RenderResult);
  }

  private async started(): Promise<Thread> {
    if (!this.thread || this.thread.hasEnded) this.thread = await Thread.start(this.limits);
    return this.thread;
  }
}

/** Fails the rest of a batch for templates that were late for several messages of one portion. */
function giveUpLate(
  portion: readonly Rendering[],
  left: readonly Rendering[],
  results: Map<Rendering, RenderResult>,
): void {
  const late = new Map<string, number>();
  for (const one of portion) {
    const answer = results.get(one) as RenderResult;
    if ('failure' in answer && answer.failure.error === 'time') late.set(keyOf(one), (late.get(keyOf(one)) ?? 0) + 1);
  }
  for (const one of left) {
    if (!results.has(one) && (late.get(keyOf(one)) ?? 0) >= MOST_ENDINGS) results.set(one, { failure: RUNAWAY });
  }
}

/**
 * Fails the message at which the thread was ended, or all of its template after several endings.
 */
function blame(
  guilty: Rendering,
  left: readonly Rendering[],
  results: Map<Rendering, RenderResult>,
  endings: Map<string, number>,
): void {
  const key = keyOf(guilty);
  const times = (endings.get(key) ?? 0) + 1;
  endings.set(key, times);
  const failed = times < MOST_ENDINGS ? [guilty] : left.filter((one) => keyOf(one) === key);
  for (const one of failed) results.set(one, { failure: RUNAWAY });
}

const keyOf = ({ campaign, version }: Rendering) => `${campaign} ${version}`;

class Thread {
  hasEnded = false;
  /** Templates that the thread has, in the order in which they were sent. */
  private readonly known = new Set<string>();
  private pending: { answer: (value: unknown) => void; fail: (error: Error) => void } | undefined;

  private constructor(
    private readonly worker: Worker,
    private readonly place: Int32Array,
    private readonly limits: RenderLimits,
  ) {
    worker.on('message', (value) => this.pending?.answer(value));
    const ended = () => {
      this.hasEnded = true;
      this.pending?.fail(new ThreadEnded(Atomics.load(this.place, 0)));
    };
    worker.on('error', ended);
    worker.on('exit', ended);
    worker.unref();
  }

  static async start(limits: RenderLimits): Promise<Thread> {
    const progress = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    const worker = new Worker(join(__dirname, 'liquid.worker.cjs'), {
      workerData: { limits, variables: VARIABLES, progress },
      resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MB },
      // The thread gets no environment variables, since these hold secrets.
      env: {},
      argv: [],
      execArgv: [],
    });
    const thread = new Thread(worker, new Int32Array(progress), limits);
    try {
      await thread.answer(limits.startMs);
    } catch (error) {
      throw new Error('no rendering thread could be started', { cause: error });
    }
    return thread;
  }

  async render(renderings: readonly Rendering[]): Promise<RenderResult[]> {
    const templates = new Map(
      renderings
        .filter((one) => !this.known.has(keyOf(one)))
        .map((one) => [keyOf(one), { ...one.content, format: one.format }]),
    );
    const jobs = renderings.map((one) => ({ key: keyOf(one), data: one.data, formatting: one.formatting }));
    const { results } = await this.ask<{ results: RenderResult[] }>({ templates: [...templates], jobs });
    for (const key of templates.keys()) this.known.add(key);
    return results;
  }

  ask<T>(request: unknown): Promise<T> {
    Atomics.store(this.place, 0, -1);
    const answer = this.answer<T>(this.limits.threadMs);
    this.worker.postMessage(request);
    return answer;
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  /**
   * Resolves with the thread's next message.
   * @throws {ThreadEnded} when it stays at one message for longer than `limitMs`.
   */
  private answer<T>(limitMs: number): Promise<T> {
    this.worker.ref();
    let last = Atomics.load(this.place, 0);
    let since = performance.now();
    const watch = setInterval(() => {
      const place = Atomics.load(this.place, 0);
      if (place !== last) since = performance.now();
      else if (performance.now() - since > limitMs) void this.worker.terminate();
      last = place;
    }, POLL_MS);
    return new Promise<T>((resolve, reject) => {
      this.pending = { answer: (value) => resolve(value as T), fail: reject };
    }).finally(() => {
      clearInterval(watch);
      this.pending = undefined;
      this.worker.unref();
    });
  }
}
