// Long work in short pieces, so that the event loop is never blocked for long.
import { setImmediate as turn } from 'node:timers/promises';

/** Milliseconds of work between two turns of the event loop. */
const SLICE_MS = 25;

/**
 * Runs a computation that may pause at each `yield`, and turns to the event loop once a slice of
 * time is used up. A computation shorter than one slice never pauses.
 * @param rest waited for between two slices.
 */
export async function inSlices<T>(
  steps: Generator<void, T>,
  sliceMs = SLICE_MS,
  rest: () => Promise<unknown> = turn,
): Promise<T> {
  let until = performance.now() + sliceMs;
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() < until) continue;
    await rest();
    until = performance.now() + sliceMs;
  }
}

/**
 * For loops of async code: resolves immediately until a slice is used up, then after a turn of the
 * event loop.
 */
export class Breather {
  private until = performance.now() + SLICE_MS;

  async breathe(): Promise<void> {
    if (performance.now() < this.until) return;
    await turn();
    this.until = performance.now() + SLICE_MS;
  }
}

/** Admits a limited number of callers at a time and refuses the others immediately. */
export class Gate {
  private inside = 0;

  constructor(private readonly most: number) {}

  /**
   * Runs `work` when admitted.
   * @throws the error of `refusal` when the gate is full.
   */
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
