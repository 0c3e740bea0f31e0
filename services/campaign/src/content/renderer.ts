// Renders content in a worker thread: a template that runs away ends its thread and delays nothing
// else. One thread serves all campaigns; it starts on first use, and again after it had to be
// ended. A batch takes one message to the thread and one back.
import { Invalid } from '@segue/contracts';
import type { OnModuleDestroy } from '@nestjs/common';
import type { ContentFailure, RenderResult, Rendering } from './domain/content';
import { type Content, type Wording, wordingsOf } from './domain/variant';
import { RENDER_LIMITS, type RenderLimits, Thread, ThreadEnded, keyOf } from './render.thread';

/** Number of times that a template may end the thread within one batch before it is skipped. */
const MOST_ENDINGS = 3;
/**
 * Maximum number of messages that the thread renders at a time: all results have to fit its heap.
 */
const PORTION = 50;
const TOO_LARGE: ContentFailure = { error: 'memory', field: null, line: null, column: null };
const RUNAWAY: ContentFailure = { error: 'time', field: null, line: null, column: null };

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
   * Returns what is wrong with the templates of any wording, as far as it can be determined without
   * a customer; null if nothing is.
   */
  async check(content: Content): Promise<Invalid | null> {
    for (const { path, wording } of wordingsOf(content)) {
      const fault = await this.faultIn(wording);
      if (fault) return new Invalid('template', fault.path.replace(/^content/, path), fault.message);
    }
    return null;
  }

  private faultIn(wording: Wording): Promise<{ path: string; message: string } | null> {
    return this.inTurn(async () => {
      try {
        const thread = await this.started();
        return (await thread.ask<{ fault: { path: string; message: string } | null }>({ check: wording })).fault;
      } catch (error) {
        if (!(error instanceof ThreadEnded)) throw error;
        return { path: 'content', message: 'takes too long to read' };
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
