// Renders the messages of one batch, over as many attempts to decide it as needed. Decisions are
// taken under row locks, which a runaway template must not hold for seconds.
import { inSlices } from '@segue/service';
import type { ContentFailure, Rendered, Rendering } from './domain/content';
import { type Failures, type Outcome, type Plan } from '../decide/domain/batch';
import { withContent } from '../decide/domain/decide-batch';
import type { Renderer } from './renderer';

/** Maximum milliseconds of rendering while the locks are held. */
const MAX_UNDER_LOCKS_MS = 200;

/** Thrown when rendering takes longer than the locks may be held: decide again after `end`. */
export class StillRendering extends Error {
  constructor(readonly end: Promise<void>) {
    super('messages are still being rendered');
  }
}

export class Wording {
  private readonly failures = new Map<string, ContentFailure>();
  private readonly rendered = new Map<string, Rendered>();
  private until = 0;

  constructor(private readonly renderer: Pick<Renderer, 'render'>) {}

  /**
   * Returns the decisions with their content. Messages without content are held back, and
   * everything is decided again: under a cap others may take their place.
   * @throws {StillRendering}
   */
  async decide(plan: (failures: Failures) => Generator<void, Plan>): Promise<Outcome> {
    this.until = performance.now() + MAX_UNDER_LOCKS_MS;
    for (;;) {
      const planned = await inSlices(plan(this.failures));
      const before = this.failures.size;
      const missing = planned.renderings.filter(({ id }) => !this.rendered.has(id));
      if (missing.length > 0) await this.orLeave(this.render(missing));
      if (this.failures.size === before) return withContent(planned, this.rendered);
    }
  }

  private async render(missing: readonly Rendering[]): Promise<void> {
    const results = await this.renderer.render(missing);
    for (const [place, { id }] of missing.entries()) {
      const one = results[place];
      if (one && 'failure' in one) this.failures.set(id, one.failure);
      else if (one) this.rendered.set(id, one);
    }
  }

  private async orLeave(rendering: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new StillRendering(rendering)), Math.max(0, this.until - performance.now()));
    });
    // A failure after the locks were released is thrown where `end` is awaited.
    rendering.catch(() => undefined);
    await Promise.race([rendering, late]).finally(() => clearTimeout(timer));
  }
}
