// The worker thread that renders content, and its limits. It is ended when it stays at one message
// for too long.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type RenderResult, type Rendering, VARIABLES } from './domain/content';

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

/** Thrown when the thread ends. `place` is the message that it was at, −1 for none. */
export class ThreadEnded extends Error {
  constructor(readonly place: number) {
    super('the rendering thread ended');
  }
}

/** Returns the key of the templates of one variant, of one step, of one version of a campaign. */
export const keyOf = ({ campaign, version, node = '', variant }: Rendering) =>
  `${campaign} ${version} ${node} ${variant}`;

export class Thread {
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
