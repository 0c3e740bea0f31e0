// The answer to a costly question, shared by those who ask within a while.

/** Minimum milliseconds that an answer is kept. */
const LEAST_MS = 1_000;
/**
 * An answer is kept for at least this multiple of the time it took: the question then takes at most
 * a twentieth of the time.
 */
const TIMES = 20;

export class Shared<T> {
  private answer: Promise<T> | undefined;
  private until = 0;

  constructor(
    private readonly ask: () => Promise<T>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Resolves with the last answer while it is fresh; one question runs at a time. */
  get(): Promise<T> {
    if (this.answer && this.now() < this.until) return this.answer;
    const began = this.now();
    this.until = Infinity;
    this.answer = this.ask();
    this.answer.then(
      () => {
        const ended = this.now();
        this.until = ended + Math.max(LEAST_MS, TIMES * (ended - began));
      },
      // The next one asks again.
      () => (this.until = 0),
    );
    return this.answer;
  }
}
