// Renders the messages of one batch, over as many attempts to decide it as needed. Decisions are
// taken under row locks, which a runaway template must not hold for seconds.
import { inSlices } from '@segue/service';
import type { ContentFailure, Rendered, Rendering } from './domain/content';
import type { Failures, KnownContacts, Outcome, Plan } from '../decide/domain/batch';
import { withContent } from '../decide/domain/decide-batch';
import type { Renderer } from './renderer';

/** Maximum milliseconds of planning and rendering while the locks are held. */
const MAX_UNDER_LOCKS_MS = 200;

/** Plans a batch from what is known, and from what failed to render in an earlier attempt. */
export type Planning = (known: KnownContacts, failures: Failures) => Generator<void, Plan>;

/**
 * Decides under the locks that `locked` takes. Short rendering happens under the locks; longer
 * rendering continues without them, and then everything is decided again with the rendered content.
 */
export async function decideWithContent<T>(
  renderer: Pick<Renderer, 'render'>,
  plan: Planning,
  locked: (work: (known: KnownContacts) => Promise<Outcome>) => Promise<T>,
): Promise<T> {
  const wording = new Wording(renderer);
  for (;;) {
    try {
      return await locked((known) => wording.decide((failures) => plan(known, failures)));
    } catch (error) {
      if (!(error instanceof StillRendering)) throw error;
      await error.end;
    }
  }
}

/** Thrown when rendering takes longer than the locks may be held: decide again after `end`. */
class StillRendering extends Error {
  constructor(readonly end: Promise<void>) {
    super('messages are still being rendered');
  }
}

class Wording {
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
