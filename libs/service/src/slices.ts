// Long work in short pieces, so that the event loop is never held for long.
import { setImmediate as turn } from 'node:timers/promises';

/** Milliseconds of work between two turns of the event loop. */
const SLICE_MS = 25;

/**
 * Runs a computation that can pause (each `yield` is a place for it) and lets others in once a slice of time has been used up. A computation of less
 * than one slice never pauses.
 */
export async function inSlices<T>(steps: Generator<void, T>, sliceMs = SLICE_MS): Promise<T> {
  let until = performance.now() + sliceMs;
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() < until) continue;
    await turn();
    until = performance.now() + sliceMs;
  }
}

/** The same at once. */
export function atOnce<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** For loops of async code: resolves at once until a slice has been used up, then after a turn of the event loop. */
export class Breather {
  private until = performance.now() + SLICE_MS;

  async breathe(): Promise<void> {
    if (performance.now() < this.until) return;
    await turn();
    this.until = performance.now() + SLICE_MS;
  }
}

/** Lets at most so many callers in at a time and refuses the rest at once. */
export class Gate {
  private inside = 0;

  constructor(private readonly most: number) {}

  /** @throws what `refusal` makes when the gate is full. */
  async pass<T>(work: () => Promise<T>, refusal: () => Error): Promise<T> {
    if (this.inside >= this.most) throw refusal();
    this.inside++;
    try {
      return await work();
    } finally {
      this.inside--;
    }
  }
}
